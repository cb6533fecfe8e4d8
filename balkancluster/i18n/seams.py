"""Words of Latin Serbian that the alphabet alone does not tell: seams, foreign names and units.

A seam is where n+j or d+ž meet in a word and stay two letters: in-jekcija, nad-živeti. The list is our
own, made against the 194,438 words of the dictionary hunspell-sr: from Cyrillic into Latin and back, 24
of them come out otherwise, half of those because the dictionary writes the same word in two ways. It
has stems, never prefixes: odžak, kanjon, konjica, inje and budžet have one letter there. No word was found
with a seam of l and j.
"""

import re

SEAMS = re.compile(
    r"inj(?=ekc|ekt|unkc)|konj(?=ekt|ug|unk|ukt)|^anj(?=on)|vanj(?=ezi|ed)|tanj(?=ug)|šenj(?=ang|eng)"
    r"|nadž(?=iv|nj|up|et)|(?<!pr)odž(?=ar)|odž(?=ali|aljen|iv|val|urit|vaka|ive)|podž(?=anr|drel|up|et|nj)|predž(?=alb|elud|etv)"
)
"""In a word of small letters; the match ends after the second letter of the digraph."""

FOREIGN_NAMES = (
    *(
        "airbnb",
        "apple",
        "balkancluster",
        "bluetooth",
        "booking",
        "bosch",
        "chrome",
        "docker",
        "excel",
        "facebook",
    ),
    *("github", "gmail", "google", "ikea", "instagram", "ios", "iphone", "linkedin", "microsoft", "netflix"),
    *("outlook", "peugeot", "photoshop", "python", "renault", "siemens", "skype", "slack", "teams", "tiktok"),
    *("viber", "youtube", "zoom"),
)
FOREIGN_BEGINNINGS = frozenset(name[:3] for name in FOREIGN_NAMES)
"""Few words begin as a name does: only those are compared with the names."""
FOREIGN = re.compile(rf"(?:{'|'.join(FOREIGN_NAMES)})(?:a|u|e|i|om|em|ov(?:a|o|e|i|u|og|om|im|ih)?)?")
"""Names, in small letters and in any case of the noun, that stay in Latin though their letters would not."""

UNITS = frozenset(
    {
        *(
            "m",
            "km",
            "cm",
            "mm",
            "ha",
            "l",
            "hl",
            "ml",
            "g",
            "kg",
            "mg",
            "t",
            "h",
            "min",
            "v",
            "kv",
            "hz",
            "khz",
        ),
        *("mhz", "ghz", "kb", "mb", "gb", "tb", "db", "pa", "kpa"),
    }
)
"""Units that stay in Latin after a number. Those of one letter that is also a word (a, s) are left out."""
