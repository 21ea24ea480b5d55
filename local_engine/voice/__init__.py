"""How the local engine speaks. `espeak.py` is a Voice; another one is a new file that offers the same."""
