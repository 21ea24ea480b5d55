"""What the learners of these tests say: the recogniser's closed list. Marked words make a leak into a log findable."""

HOTEL = "I am at a hotel."
RECEPTIONIST = "The receptionist."
CHECK_IN = "I want to check in."
ALL_AT_ONCE = "I am at a hotel talking to the receptionist to check in."
NOT_THE_HOTEL = "Not the hotel, the airport."
RESERVATION = "Hello, I have a reservation for tonight."
QUIET_ROOM = "Can I have a quiet room, please?"
TEN_WORDS = "My family and I would like to visit the museum."
RESERVE = "What does reserve mean?"
LUGGAGE = "Could somebody carry my enormous purple luggage upstairs?"

GRAMMAR = [
    HOTEL,
    RECEPTIONIST,
    CHECK_IN,
    ALL_AT_ONCE,
    NOT_THE_HOTEL,
    RESERVATION,
    QUIET_ROOM,
    TEN_WORDS,
    LUGGAGE,
    RESERVE,
]
