"""The small words that tell languages apart, written by hand for `detection`.

Serbian in Latin is listed without its marks, as people on phones write it; words that a language
shares with its rival say nothing and are in neither list, except in Latin, where they cancel out.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SERBIAN_LATIN = _words(
    """
    ali bi bih bila bili bilo bio bismo biti dan danas do dobar dobro dok ga gde hvala i ih ili im ima
    imamo iz ja je jer jesam jesmo jeste jos juce jutro kad kada kako kao ko kod koja koje koji li mi
    mislim mnogo moj moja moje molim mozda moze mozemo na nam nama nas nasa nase ne neka nema nije nisam
    nismo nisu no o od oko on ona oni ono ova ovaj ovde ovo po pod pozdrav pre preko prema pri puno rad
    sa sada sam samo se si smo sta ste sto su sutra sva sve svi svima taj tako te ti to treba u uz vam
    vama vas vasa vase vec vi vidimo vise za zato zdravo zelim zelimo
    """
)
SERBIAN_CYRILLIC = _words(
    """
    али били било био бити бих где здраво кад када како као код молим нам нама нисам нисмо нису није
    овде од око она они оно пре преко према сада сам сви свима смо су сутра тако тамо треба у уз хвала
    шта што
    """
)
BULGARIAN = _words(
    """
    аз беше вие все във днес добре друг един една едно защо защото здравей здравейте как какво като
    когато което които който коя къде между мен ние никой обаче от отново повече през са след сме срещу
    съм също така тези това този тук утре чрез ще
    """
)
ENGLISH = _words(
    """
    a about after all also am an and any are as at be been but by can could did do does for from good
    great had has have hello here hi how if in is it its just let like me meet more my new no not now of
    on one or our out please see she should so some thank thanks that the their them then there they
    this to today tomorrow up us very was we welcome were what when where which who will with would yes
    you your
    """
)
BALD = _words(
    """
    bice casova cemo cesto cete coveka covek cu dosao dosla dosli drustvo godisnje hoce hocemo hocete
    hocu izmedju izvestaj jos juce kaze kazu koriscenje medju mesecno mislis moguce mogucnost moze mozda
    mozemo mozes mozete nadjem nazalost nece necemo necu nesto nista obicno odlican odlicno pocetak predlazem
    preduzece proizvodjac proizvodjaci racun resenje saljem saljemo sledece sta tacno takodje tesko
    trazi trazim trazimo trziste ucesce ucestvujem vazi vec zasto zeli zelim zelimo
    """
)
"""Frequent Serbian words that are none without the marks they have here lost."""
