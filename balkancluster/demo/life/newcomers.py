"""What a newcomer said, roughly: enough to answer in a way that fits."""

from balkancluster.i18n.folding import fold, tokens

# Looked up folded, so that each serves both scripts, and often both languages.
_PHRASES = {
    "invented": """bot, chatbot, chatgpt, ai, veštačka inteligencija, изкуствен интелект, jesi li robot,
        jeste li robot, si robot, ste robot, si ti robot, ste vi robot, si li robot, ste li robot,
        робот ли си, робот ли сте, you a robot, you real, you human, измишљен, измислен, invented,
        prava osoba, stvarna osoba, živa osoba, stvaran čovek, pravi čovek, živ čovek,
        истински човек, жив човек, човек ли си, човек ли сте, real person""",
    "thanks": "hvala, zahvaljujem, благодаря, мерси, thank, thanks",
    "fair": """sajam, sajma, sajmu, sajmovi, sajmova, štand, štanda, панаир, панаира, панаири, изложение,
        изложението, щанд, щанда, fair, fairs, exhibition""",
    "search": """tražim, tražimo, traže, treba, trebaju, nudim, nudimo, potreban, potrebna, potrebno, търся,
        търсим, търси, трябва, трябват, предлагам, предлагаме, нужен, нужна, looking for, need, needs,
        offer, searching""",
    "price": "cena, cene, cenu, košta, koliko, цена, цената, колко, струва, price, cost, how much",
    "time": "kad, kada, rok, dokle, кога, срок, срока, when, deadline",
}
_KINDS = {
    kind: [f" {fold(phrase.strip())} " for phrase in phrases.split(",")] for kind, phrases in _PHRASES.items()
}
_GREETINGS = "zdravo ćao pozdrav dobar dobro dobra здравей здравейте здрасти добър hello hi hey good"
_FIRST_WORDS = frozenset(map(fold, _GREETINGS.split()))
GREETING_WORDS = 6
"""A longer message has something else to say as well."""


def kind_of(text: str) -> str:
    """Return what kind of answer suits a message: one of the keys of the answers."""
    words = tokens(text)
    said = f" {' '.join(words)} "
    found = [kind for kind, phrases in _KINDS.items() if any(phrase in said for phrase in phrases)]
    if found and found[0] in ("invented", "thanks"):
        return found[0]
    if words and words[0] in _FIRST_WORDS and len(words) <= GREETING_WORDS:
        return "greeting"
    if found:
        return found[0]
    return "question" if text.rstrip().endswith("?") else "word"
