"""The initials of a person in the script of the name."""

import re

_FIRST_LETTER = re.compile(r"lj|nj|dž|[^\W_]", re.IGNORECASE)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name.

    Lj, Nj and Dž are one letter each: "Ljubica Petrović" has the initials LjP.
    A name without letters or digits has none.
    """
    letters = [match.group() for word in name.split() if (match := _FIRST_LETTER.search(word))]
    return "".join(letter[0].upper() + letter[1:].lower() for letter in [*letters[:1], *letters[1:][-1:]])
