"""The words by which one tells a publisher, a journal, a city and an unpublished work apart, in the languages of the lists.

General facts of the trade (company forms, generic nouns, capitals and old centres of printing), not the contents of any list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from kzcheck.csl import Item

_PUBLISHER = re.compile(
    r"(?<!\w)(?:univ(?:ersity)? press(?: usa| inc| ltd)?$|university press of |univ(?:ersity)? of [a-z ]{3,30} press$|"
    r"(?:mit|crc|academic|clarendon|humana|guilford|pergamon|plenum) press$|"
    r"publishers(?: (?:house|company|group|co|corporation|inc|ltd|llc|plc))*$|"
    r"publishing(?: (?:house|company|group|co|corporation|inc|ltd|llc|plc))+$|verlag(?:sgesellschaft)?(?: gmbh| ag)?$|"
    r"presses universitaires|editions du |editions de l|edizioni$|casa editrice|editorial universitaria|ediciones$|editora$|"
    r"izd vo|izdatelstvo$|izdatelstvo (?!v )|izdatelskii dom|vydavnytstvo|wydawnictwo$|wydawnictwo uniwersytetu|nakladatelstvi|"
    r"uitgeverij|kiado$|forlag$|forlaget$|baspasy$|baspa uii|yayinlari$|yayinevi$|yayincilik$|yayin$|yay$|kitabevi$|basimevi$|"
    r"matbaasi$|ekdoseis|press inc$|books ltd$)"
)
_HOUSES = frozenset(
    house.strip()
    for house in """springer|springer verlag|springer nature|springer international publishing|elsevier|elsevier science|wiley|
    john wiley sons|wiley blackwell|wiley vch|blackwell|routledge|taylor francis|sage publications|palgrave|
    palgrave macmillan|brill|de gruyter|walter de gruyter|peter lang|mcgraw hill|pearson|pearson education|
    prentice hall|addison wesley|penguin books|random house|harpercollins|simon schuster|houghton mifflin|
    edward elgar|rowman littlefield|lexington books|igi global|world scientific|kluwer|
    kluwer academic publishers|birkhauser|suhrkamp|gallimard|seuil|l harmattan|armand colin|mohr siebeck|c h beck|
    vandenhoeck ruprecht|franz steiner|eksmo|yurait|infra m|edward elgar publishing|bloomsbury publishing|emerald publishing|
    iop publishing|aip publishing|cambridge scholars publishing|begell house""".split("|")
)
_CJK_PUBLISHER = re.compile(r"出版社$|出版公司$|出版会$|出版會$|書店$|书局$|書局$|印书馆$|印書館$|출판사$|출판부$")
_JOURNAL = re.compile(
    r"(?<!\w)(?:journal|zhurnal|zhurnaly|vestnik|visnyk|izvestiya|khabarshysy|habarshysy|zeitschrift|jahrbuch|archiv fur|revue|"
    r"revista|rivista|dergisi|mecmuasi|annals|annales|annali|quarterly|bulletin|byulleten|tidskrift|tidsskrift|tijdschrift|"
    r"casopis|czasopismo|folyoirat|transactions|acta|magazine|weekly|review|studies|research|letters|proceedings|trudy|"
    r"uchenye zapiski|voprosy)(?!\w)"
)
_SURE_JOURNAL = re.compile(
    r"(?:(?:the )?[\w ]{0,40}journal of|(?:annals|bulletin|transactions) of(?: the)?|zeitschrift fur|archiv fur|"
    r"revue (?:d\w{0,30}|francaise|internationale|generale)|"
    r"revista (?:de|d|del|espanola|brasileira|mexicana|chilena|latinoamericana)|rivista (?:di|del|della|italiana)|"
    r"vestnik|khabarshysy|[\w ]{1,80} (?:dergisi|khabarshysy|quarterly|journal|vestnik))(?: [\w ]{1,80})?"
)
_CJK_JOURNAL = re.compile(r"(?:学报|學報|杂志|雜誌|期刊|学刊|學刊|논총|학보)$")
_CITIES = frozenset(
    city.strip()
    for city in """london|paris|berlin|moskva|moscow|sankt peterburg|saint petersburg|st petersburg|leningrad|kiev|kyiv|minsk|
    new york|cambridge|oxford|boston|chicago|princeton|new haven|philadelphia|los angeles|san francisco|thousand oaks|
    toronto|montreal|ottawa|vancouver|sydney|melbourne|canberra|edinburgh|dublin|leiden|amsterdam|rotterdam|utrecht|den haag|
    the hague|brussel|bruxelles|brussels|leuven|antwerpen|koln|munchen|munich|frankfurt|frankfurt am main|hamburg|stuttgart|
    tubingen|gottingen|heidelberg|leipzig|dresden|bonn|wiesbaden|wien|vienna|zurich|basel|bern|geneva|geneve|milano|milan|
    roma|rome|torino|bologna|firenze|napoli|madrid|barcelona|sevilla|valencia|lisboa|lisbon|porto|buenos aires|bogota|lima|
    santiago de chile|ciudad de mexico|mexico city|sao paulo|rio de janeiro|stockholm|uppsala|oslo|kobenhavn|copenhagen|
    helsinki|tallinn|riga|vilnius|warszawa|warsaw|krakow|wroclaw|poznan|praha|prague|brno|bratislava|budapest|bucuresti|
    bucharest|sofiya|sofia|beograd|belgrade|zagreb|ljubljana|sarajevo|athens|athina|istanbul|ankara|izmir|bursa|konya|baku|
    tbilisi|yerevan|erevan|almaty|alma ata|astana|nur sultan|shymkent|karaganda|qaragandy|turkistan|semei|pavlodar|aktobe|
    tashkent|toshkent|bishkek|dushanbe|ashgabat|ashkhabad|kazan|ufa|novosibirsk|tomsk|omsk|ekaterinburg|yekaterinburg|
    cairo|beirut|tehran|baghdad|damascus|riyadh|jerusalem|tel aviv|delhi|new delhi|mumbai|kolkata|calcutta|beijing|peking|
    shanghai|nanjing|wuhan|guangzhou|tokyo|kyoto|osaka|seoul|hanoi|bangkok|jakarta|manila|nairobi|lagos|johannesburg|
    cape town""".split("|")
)
_SHORT_CITIES = frozenset(("m", "spb", "l", "sp b", "n y", "pg", "k", "kh"))
_FORTHCOMING = re.compile(
    r"(?<!\w)(?:forthcoming|in press|to appear|to be (?:published|submitted)|accepted|submitted|in review|under review|"
    r"in prepara ?tion|ahead of print|early view|online first|first online|v pechati|sdano v pechat|baskida|yayina kabul edildi|"
    r"basimda|im erscheinen|im druck|erscheint|a paraitre|sous presse|en prensa|in stampa|no prelo|em prelo|w druku|baspada|"
    r"u druku)(?!\w)"
)
_UNPUBLISHED = re.compile(
    r"(?<!\w)(?:unpublished|not published|to be presented|these proceedings|this (?:volume|issue)|neopublikovan\w{0,8}|"
    r"ne opublikovan\w{0,3}|yayimlanmamis|yayinlanmamis|unveroffentlicht|non publie|inedito|v podgotovke|"
    r"gotovitsya k (?:pechati|izdaniyu|publikatsii)|prinyat\w{0,2} k pechati|hazirlaniyor|hazirlanmakta|in vorbereitung|"
    r"en preparation|en preparacion|in preparazione|em preparacao|w przygotowaniu)(?!\w)"
)
_TOLD = re.compile(
    r"(?<!\w)(?:(?:private|personal|pers|priv) (?:communications?|comm|com|conversations?|correspondence|discussions?)|"
    r"(?:lichn\w{0,3}|ustn\w{0,3}|chastn\w{0,3}) (?:soobshch\w{0,5}|besed\w)|(?:kisisel|sozlu) (?:gorusme|iletisim|bildirim)|"
    r"(?:personliche|mundliche|pers|mundl) (?:mitteilung|mitt|auskunft)|comm(?:unication)? pers(?:onnelle)?|"
    r"com(?:unicacion|unicazione|unicacao)? (?:pers(?:onale?)?|pessoal)|zheke (?:khabarlama|habarlama)|informacja ustna|"
    r"persoonlijke mededeling)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]{4}")
"""None of the words looked for is shorter: what holds none of four letters (`12(3)`, `153–171`) need not be folded."""

_LONGEST = 300
"""Characters: no name of a house, a journal or a place is longer; what is longer is not looked at."""


def names_publisher(text: str) -> bool:
    """Whether a text is plainly the name of a publishing house: `Springer`, `Изд-во МГУ`, `Iletişim Yayınları`; not a journal's."""
    if len(text) > _LONGEST:
        return False
    if _CJK_PUBLISHER.search(text.strip()):
        return True
    folded = fold(text)
    return folded in _HOUSES or bool(_PUBLISHER.search(folded) and not _JOURNAL.search(folded))


def names_journal(text: str) -> bool:
    """Whether a text is plainly the name of a journal: `Journal of Botany`, `Вестник КазНУ`; not a publisher's."""
    if len(text) > _LONGEST:
        return False
    if _CJK_JOURNAL.search(text.strip()):
        return True
    folded = fold(text)
    return bool(_SURE_JOURNAL.fullmatch(folded)) and not _PUBLISHER.search(folded)


def names_city(text: str, *, short: bool = False) -> bool:
    """Whether a text is the name of a city known for its publishers, and nothing else: `London`, `Алматы`; `М.` where `short`."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text)
    return folded in _CITIES or (short and folded in _SHORT_CITIES)


def is_forthcoming(item: Item) -> bool:
    """Whether an entry says, in any field but its titles, that its work is not out yet: `in press`, `в печати`, `baskıda`."""
    issued = item.issued.raw if item.issued else ""
    texts = (item.status, issued, item.note, item.genre, item.volume, item.issue, item.page)
    return _says(_FORTHCOMING, texts)


def is_unpublished(item: Item) -> bool:
    """Whether an entry says that its work was never printed, or only told: `unpublished`, `личное сообщение`, `pers. comm.`.

    An unpublished thesis is no such work: it has a title and a year.
    """
    texts = (item.status, item.note, item.genre, item.medium, item.publisher)
    return _says(_TOLD, (*texts, item.container_title)) or (item.type != "thesis" and _says(_UNPUBLISHED, texts))


def _says(words: re.Pattern[str], texts: tuple[str, ...]) -> bool:
    return any(text and _WORD.search(text) and words.search(fold(text[:_LONGEST])) for text in texts)
