"""English words that scenes are made of. A list is not a limit: after "I'm at" any phrase is a place."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", " ").split(",") if word.strip())


PLACES: Final = _words("""
hotel, hostel, motel, guest house, resort, airport, plane, airplane, restaurant, cafe, coffee shop, diner, bar, pub,
bakery, hospital, clinic, doctor's office, dentist, dental clinic, pharmacy, drugstore, emergency room, shop, store,
supermarket, mall, department store, clothing store, clothes shop, shoe store, bookstore, convenience store, market, taxi,
cab, bus, train, subway, station, bus stop, office, company, meeting room, interview room, workplace, bank, post office,
school, university, college, classroom, library, gym, fitness center, museum, theater, theatre, cinema, movie theater,
police station, embassy, immigration, customs, immigration desk, front desk, reception, lobby, check in counter, counter,
gate, baggage claim, information desk, tourist information center, car rental office, rental car office, gas station,
hair salon, barber shop, salon, party, park, zoo, beach, home, apartment, real estate office, travel agency, conference,
repair shop, phone shop, electronics store, fast food restaurant, street, elevator, amusement park, ticket office,
laundromat, food court, flower shop, stadium, concert, wedding, church, dormitory, lab, spa, swimming pool, pool
""")

PARTNERS: Final = _words("""
receptionist, staff, staff member, clerk, officer, immigration officer, customs officer, police officer, policeman, police,
doctor, nurse, dentist, pharmacist, waiter, waitress, server, barista, bartender, chef, cashier, shop assistant,
sales clerk, salesperson, seller, shopkeeper, store clerk, manager, boss, supervisor, coworker, co-worker, colleague,
customer, client, interviewer, hr manager, teacher, professor, tutor, student, classmate, driver, taxi driver, bus driver,
flight attendant, steward, stewardess, pilot, agent, travel agent, gate agent, ticket agent, real estate agent,
bank teller, teller, banker, librarian, guide, tour guide, concierge, bellboy, housekeeper, landlord, landlady, roommate,
neighbor, neighbour, host, hostess, employee, worker, assistant, operator, customer service, representative, mechanic,
hairdresser, hair stylist, barber, trainer, coach, guard, security guard, stranger, tourist, foreigner, local, owner,
friend, american friend, foreign friend, secretary, director, ceo, investor, lawyer, technician, delivery man, postman,
passenger, vendor, ambassador, consultant, date
""")

COMPANIONS: Final = _words("""
wife, husband, family, son, daughter, kid, kids, child, children, baby, mother, father, mom, mum, dad, parents, parent,
sister, brother, girlfriend, boyfriend, friend, friends, partner, cousin, aunt, uncle, grandmother, grandfather, dog, cat
""")

NO_PARTNERS: Final = _words("""
someone, somebody, anyone, anybody, everyone, people, person, you, me, him, her, them, it, english, korean, english more,
practice, myself, something, that, this, us, confidence
""")

NO_PLACES: Final = _words("""
english, korean, moment, morning, afternoon, evening, night, hurry, trouble, all, least, first, last, time, work, general,
charge, fact, way, line, pain, love, my way, beginner, intermediate, advanced, level, vacation, holiday, business, trip, business trip, phone, diet, my own, grade
""")

VERBS: Final = _words("""
accept, add, agree, apologize, apologise, apply, arrange, arrive, ask, attend, bargain, board, book, borrow, bring, buy,
call, cancel, catch, change, chat, check, choose, claim, close, collect, come, complain, confirm, cook, cut, decide,
decline, deliver, deposit, describe, discuss, drink, drive, drop, eat, exchange, explain, extend, fill, find, fix, fly, get,
give, go, greet, have, help, hire, introduce, invite, join, learn, leave, listen, look, lose, make, meet, move, negotiate,
offer, open, order, park, pass, pay, pick, plan, play, present, print, provide, purchase, put, quit, read, rebook,
receive, recommend, refuse, refund, register, rent, repair, replace, report, request, reserve, return, ride, say, schedule,
see, sell, send, share, shop, show, sign, sit, solve, speak, stay, study, suggest, take, talk, tell, think, transfer,
travel, try, turn, understand, upgrade, use, visit, wait, watch, withdraw, work, write
""")

# Verbs whose -ing form has dropped an e.
DROPPED_E_VERBS: Final = frozenset(verb for verb in VERBS if verb.endswith("e") and not verb.endswith("ee"))

VAGUE_GOALS: Final = _words("""
talk, chat, speak, converse, practice, practise, practice english, speak english, learn english, study english,
improve my english, have a conversation, a conversation, conversation, help, something, anything, know, try, start, go,
practice speaking, talk to you, talk with you, practice conversation, get better, do something, role play, get help
""")

NOTHING_SAID: Final = _words("""
thanks, thank you, thank you very much, ok, okay, yes, no, yeah, yep, nope, hello, hi, hey, good morning, good evening,
good afternoon, hmm, um, uh, well, sure, fine, good, great, nice to meet you, bye, goodbye, i don't know, i'm not sure,
i am not sure, maybe, please, right, sorry, excuse me, let's start, let's go, ready, i'm ready, start
""")
