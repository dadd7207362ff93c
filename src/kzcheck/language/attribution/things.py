"""Capitalised words that are no person: places, peoples, and the nouns of bodies and things."""

from __future__ import annotations

# Places, peoples, days: no person when they stand alone.
PLACES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday spring summer autumn winter africa america asia europe australia antarctica
        eurasia oceania arctic atlantic pacific mediterranean caribbean afghanistan albania algeria argentina armenia
        austria azerbaijan bangladesh belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada
        chile china colombia croatia cuba cyprus czechia denmark ecuador egypt england estonia ethiopia finland france
        georgia germany ghana greece guatemala hungary iceland india indonesia iran iraq ireland israel italy japan
        kazakhstan kenya korea kosovo kuwait kyrgyzstan laos latvia lebanon libya lithuania luxembourg macedonia malaysia
        mali malta mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger
        nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia
        rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan
        tajikistan tanzania thailand tibet tunisia türkiye turkey turkmenistan uganda ukraine uruguay uzbekistan venezuela
        vietnam wales yemen zambia zimbabwe usa uk ussr eu un almaty astana ankara istanbul moscow london paris berlin
        vienna rome madrid brussels beijing tokyo delhi washington boston chicago geneva kyiv kiev minsk tashkent bishkek
        baku tbilisi athens cairo tehran jerusalem oxford cambridge harvard stanford yale princeton california texas york
        zealand orleans jersey arabia carolina dakota hampshire guinea florida nebraska iowa idaho michigan massachusetts
        ohio pennsylvania virginia illinois wisconsin minnesota oregon crimea siberia казахстан россия турция китай европа
        азия америка германия франция англия украина узбекистан кыргызстан москва алматы астана ссср сша снг қазақстан
        ресей түркия қытай еуропа өзбекстан қырғызстан kazakistan rusya çin avrupa almanya fransa ingiltere amerika
        azerbaycan özbekistan kırgızistan abd deutschland frankreich europa russland allemagne russie alemania rusia
        españa francia""".split()
)
# Adjectives of places and peoples: surnames only where a verb or a year follows.
PEOPLES = frozenset(
    """english french german italian spanish russian chinese japanese turkish kazakh british american european african
        asian greek roman soviet western eastern northern southern central north south east west islamic christian jewish
        muslim buddhist dutch swedish danish norwegian polish portuguese indian korean arab arabic persian ottoman latin""".split()
)
# A run of capitals that holds one of these is a body or a thing.
BODIES = frozenset(
    """bank school university institute ministry council congress union party agency association society committee
        foundation organization organisation nations states court commission department center centre academy press times
        post news journal act program programme project strategy survey scale inventory questionnaire test index protocol
        kit software inc ltd gmbh corp corporation company consortium network initiative database treaty convention
        conference theorem algorithm parliament government senate assembly museum library hospital clinic college
        federation republic kingdom empire league alliance movement house office service services board bureau authority
        team task force research international national world review bible quran torah constitution declaration charter
        report yearbook manual handbook standard guidelines group collaboration island islands sea river lake mountain
        mountains valley city county province region street road war revolution prize award day week disease syndrome
        virus effect health science sciences technology systems system study trial cohort университеті институты
        министрлігі академиясы республикасы партиясы ұйымы кеңесі üniversitesi enstitüsü bakanlığı partisi birliği derneği
        kurumu cumhuriyeti bankası örgütü meclisi okulu universität institut bundesamt ministerium université universidad
        ministerio""".split()
)

_BODY_STEMS = tuple(
    """университет институт министерств академи парти совет комитет организаци союз федераци республик газет журнал банк
        фонд конституци закон кодекс устав правительств парламент программ стратеги концепци конвенци декларац үкімет""".split()
)


def is_body(word: str) -> bool:
    """Tell whether a word in lower case makes the capitals around it a body or a thing."""
    return word in BODIES or word.startswith(_BODY_STEMS)
