"""Languages: which one a title is in, where its letters, function words and endings tell; silence where they do not.

Titles are too short for statistics of letters, but most hold a function word or an ending of their language. The word lists are
our own: frequent function words, and the nouns that titles of scholarly works begin with. A word that several languages share
counts for each by the share it leaves. Measured in tests/language/test_languages.py: when an answer is given it
should be right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from kzcheck.language.folding import lower
from kzcheck.language.scripts import script

_LONG = 1000

_BY_SCRIPT = {
    "Greek": "el",
    "Hebrew": "he",
    "Armenian": "hy",
    "Georgian": "ka",
    "Hangul": "ko",
    "Thai": "th",
    "Hiragana": "ja",
    "Katakana": "ja",
    "Han": "zh",
    "Khmer": "km",
    "Lao": "lo",
    "Tamil": "ta",
    "Telugu": "te",
}

_WORDS = {
    "ru-Latn": """i v na s o ob ot iz dlja dlya dlia kak po pri k za ili ego ikh ih istorii istoriia istoriya istorija ocherki
        voprosy kultura kultury literatury literatura sbornik trudy russkaia russkaya russkoi rossii zhizn zhizni slovar
        teorii teoriia""",
    "kk-Latn": """zhäne zhane jäne jane qazaq qazaqstan turaly tarikhy tarihy üshin ushin mädeniet madeniet ädebiet adebieti
        boiynsha""",
    "en": """the of and in for on with to from by at as an is are its their how what why when between under towards toward
        through into after before during about against among within without new using based study studies analysis history
        theory review approach evidence effects effect role research case introduction handbook essays world modern other do
        does can not this that who we our your you it or over more than about been was were power policy society knowledge
        learning health women change growth networks understanding human thinking global writing""",
    "de": """der die das des dem den und ein eine einer eines einem einen im in zu zur zum von vom für mit auf aus bei nach
        über unter zwischen als am an durch wie oder nicht sich ist ihre ihrer seine geschichte beiträge zwischen
        untersuchungen einführung""",
    "fr": """le la les des du de et en un une dans pour sur par au aux avec sans entre chez vers comme ou son sa ses leur
        leurs est qui que à histoire étude essai recherches""",
    "es": """el la los las de del y en un una para por con sin sobre entre al como su sus o que es desde hacia historia
        estudio análisis según e""",
    "pt": """o a os as do da dos das de e em no na nos nas um uma para por com sem sobre entre ao aos à como ou que é pelo
        pela história estudo análise""",
    "it": """il lo la i gli le di del della dei delle dello degli e ed in nel nella nei nelle un una per con su sul sulla tra
        fra da dal dalla al alla come che è storia studi""",
    "nl": """de het een van en in op voor met door aan bij uit tot over naar tussen als te om niet zijn dat die onderzoek
        geschiedenis""",
    "sv": """och en ett i på av för med till från om den det de som är vid mellan under eller inte sin studie""",
    "da": """og en et i på af for med til fra om den det de som er ved mellem under eller ikke sin hos""",
    "no": """og en et ei i på av for med til fra om den det de som er ved mellom under eller ikke sin hos""",
    "fi": """ja on ei sekä että kuin tai mitä miten suomen historia tutkimus""",
    "pl": """i w z na do o od po dla przez ze nad pod przy oraz jako jak czy nie się jego jej ich między wobec historia studia
        we""",
    "cs": """a v na z s o k do od po pro při ze ve za mezi jako nebo je se jeho její dějiny česká české jejich""",
    "sk": """a v na z s o k do od po pre pri zo vo za medzi ako alebo je sa jeho jej dejiny""",
    "hu": """a az és egy magyar hogy mint nem vagy között szerint című története című""",
    "ro": """și si în in de la cu din pentru pe o un al a ale ai între prin despre sau este istoria""",
    "tr": """ve bir ile için bu üzerine olarak göre gibi olan veya türk tarihi türkiye türkiye'de üzerinde hakkında arasında
        üzerindeki bağlamında açısından kültürü kültür ilişkin etkisi araştırma incelenmesi değerlendirilmesi arasındaki""",
    "az": """və bir ilə üçün bu haqqında azərbaycan kimi olan tarixi""",
    "uz": """va bilan uchun haqida bir oʻzbek o'zbek tarixi bu""",
    "id": """dan di yang dari untuk dalam pada dengan terhadap oleh sebagai antara sejarah indonesia pengaruh studi""",
    "hr": """i u na za od do sa se je o iz kao ili prema po povijest hrvatske""",
    "is": """og í á að um fyrir með sem er ekki sögu íslands""",
    "la": """et de in ad ex ab cum pro sive seu liber libri quae qui quod est per historia""",
    "ca": """el la els les de del dels i en un una per amb a al als com""",
    "vi": """và của trong các cho với những một về là""",
    "lt": """ir į iš su ar lietuvos apie kaip""",
    "lv": """un ar no par latvijas kā pie""",
    "et": """ja eesti ning ajalugu see""",
    "sl": """in v na z s za od do ob pri ter kot ali je slovenski slovenske""",
}
# Letters beyond a to z that a language writes: any other one speaks against it.
_LETTERS = {
    "ru-Latn": "čšžŝščëèâûïʹ",
    "kk-Latn": "äöüşğıūáńóúý",
    "en": "",
    "de": "ßäöü",
    "fr": "éèêëàâçœïîôùûÿæ",
    "es": "ñáéíóúü",
    "pt": "ãõçáéíóúâêôàü",
    "it": "àèéìòùó",
    "nl": "ëïéöü",
    "sv": "åäöé",
    "is": "áðéíóúýþæö",
    "da": "æøåé",
    "no": "æøåéòô",
    "fi": "äöåšž",
    "pl": "ąęłżźśćńó",
    "cs": "řěůčšžýáíéúóťďň",
    "sk": "ľĺŕôčšžýáíéúóäťďň",
    "hu": "őűáéíóöúü",
    "ro": "ășțâîşţ",
    "tr": "ğışçöüâîû",
    "az": "əğışçöü",
    "uz": "oʻgʻ",
    "id": "é",
    "hr": "čćđšž",
    "la": "æœ",
    "ca": "çàèéíòóúïü",
    "vi": "đăơưâêôáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    "lv": "āēīūķļņģčšž",
    "lt": "ąčęėįšųūž",
    "et": "õäöüšž",
    "sl": "čšž",
}
_ENDINGS = {
    "en": "ing ings ness ology ities ical ically ments ship hood ence ed wide",
    "de": "ung ungen keit heit lich liche lichen isch ische ischen schaft ieren",
    "fr": "ique iques isme eur eurs ité ités aux ères",
    "es": "ción ciones dad dades ismo ico icos",
    "pt": "ção ções dade dades ismo",
    "it": "zione zioni ità ismo mento ggio",
    "nl": "heid isch ische lijke lijk elijk",
    "sv": "ning ningar het skap",
    "pl": "ość ości owych owego nych iego ski skiego skie skich ania enia",
    "cs": "ého ých ské ských ství ost",
    "hu": "ság ség ának ének ról ről ban ben",
    "fi": "nen sen ssa ssä sta stä iin",
    "tr": "ların lerin ları leri lık lik mesi ması sının sinin nın nin",
    "ru-Latn": "ogo skoi skoj skoy skogo noi noj noy skii skij skiy skikh skih nykh nyh nyx "
    "aia eniia eniya enija aniia aniya anija iia iya ost osti stva tsii tsiia cii ovanie",
    "kk-Latn": "nyng nyñ ynyn inin dyng dyñ tyng",
}

_WORD_SHARE, _ENDING_SHARE, _LETTER_SHARE, _FOREIGN_LETTER = 1.0, 0.6, 0.8, 0.7
# Chosen on 300 titles whose language is known: below, English words in other titles and names with foreign letters mislead.
# One word is enough for English, whose titles are the most and whose words are many; other languages need a word and something
# more.
_ENOUGH, _ENOUGH_FOR_ENGLISH, _MARGIN = 1.2, 1.0, 1.6
_MOST = 0.75  # of the letters are in one script: else the title is in two languages
_LONGEST_ENDING = 6
_ENDED = 5  # letters from which on the ending of a Russian word tells

_CYRILLIC_LETTERS = (
    ("ba", "ҡҙҫ"),
    ("tt", "җ"),
    ("tg", "ӯҷӣ"),
    ("kk", "ұ"),
    ("uk", "їєґ"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћ"),
)
_TURKIC = "әғқңөүһҳҷҗұ"
_RUSSIAN_WORDS = frozenset(
    "и в на из по для как от к с о об при под между его их или не что история вопросы труды через у без до после год века".split(),
)
_RUSSIAN_ENDINGS = (
    "ого",
    "его",
    "ый",
    "ий",
    "ая",
    "ое",
    "ые",
    "ых",
    "ский",
    "ской",
    "ние",
    "ния",
    "ость",
    "ости",
    "ции",
    "ция",
    "ать",
    "ить",
    "ство",
    "ства",
)
_BULGARIAN = re.compile(r"ъ\w?[тлрнкмвгб]\b|ът\b|\b(?:със|през|към|които|във)\b|(?:та|те|то)\b")
_NEVER_BULGARIAN = frozenset("ыэё")


def _index(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = defaultdict(list)
    for language, entries in table.items():
        for entry in dict.fromkeys(entries.split()):
            index[entry].append(language)
    return {entry: tuple(languages) for entry, languages in index.items()}


_LANGUAGES_OF_WORD = _index(_WORDS)
_LANGUAGES_OF_ENDING = _index(_ENDINGS)
_LANGUAGES_OF_LETTER = _index({language: " ".join(letters) for language, letters in _LETTERS.items()})
_SOFT_SIGN = re.compile("[a-z][bdlnprstvz]['’ʹ][bcdfgknmpstvzš](?!\\b)|[ao]st['’ʹ]\\b")
_TOKEN = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1 << 17)
def guess(text: str) -> str:
    """Return the language of a title as an ISO 639-1 code, "" when unsure.

    Transliterated Russian is "ru-Latn", Kazakh "kk-Latn". Only the first 1,000 characters are read. A title of two scripts has
    no answer.
    """
    text = lower(text[:_LONG])
    counts: dict[str, int] = defaultdict(int)
    for letter in text:
        if letter.isalpha():
            counts[script(letter)] += 1
    main = max(counts, key=lambda name: counts[name], default="")
    if counts.keys() & {"Hiragana", "Katakana"}:
        return "ja"
    if not main or counts[main] < _MOST * sum(counts.values()):
        return ""
    if main == "Latin":
        return _latin(text)
    if main == "Cyrillic":
        return _cyrillic(text)
    return _arabic(text) if main == "Arabic" else _BY_SCRIPT.get(main, "")


def _latin(text: str) -> str:
    scores: dict[str, float] = defaultdict(float)
    for word in dict.fromkeys(_TOKEN.findall(text)):
        languages = _LANGUAGES_OF_WORD.get(word)
        share = _WORD_SHARE
        if not languages:
            share = _ENDING_SHARE
            ends = (word[-length:] for length in range(min(_LONGEST_ENDING, len(word) - 2), 1, -1))
            languages = next((_LANGUAGES_OF_ENDING[end] for end in ends if end in _LANGUAGES_OF_ENDING), ())
        for language in languages:
            scores[language] += share / len(languages)
    if _SOFT_SIGN.search(text):
        scores["ru-Latn"] += _ENDING_SHARE
    for letter in dict.fromkeys(letter for letter in text if letter.isalpha() and not letter.isascii()):
        writers = _LANGUAGES_OF_LETTER.get(letter, ())
        for language in writers:
            scores[language] += _LETTER_SHARE / len(writers)
        for language in scores:
            if language not in writers:
                scores[language] -= _FOREIGN_LETTER
    (best, most), (_, second) = [*sorted(scores.items(), key=lambda item: -item[1]), ("", 0.0), ("", 0.0)][:2]
    enough = _ENOUGH_FOR_ENGLISH if best == "en" else _ENOUGH
    return best if most >= enough and most >= second * _MARGIN else ""


def _cyrillic(text: str) -> str:
    letters = set(text)
    for language, own in _CYRILLIC_LETTERS:
        if letters & set(own):
            return language
    if letters & set(_TURKIC):
        return "kk" if "і" in letters or letters >= {"ғ", "қ"} or "қазақ" in text else ""
    if "ў" in letters:
        return "be"
    if "і" in letters:
        return "uk" if not letters & set("ыэёъѣ") else ""
    if letters & set("љњџј"):
        return ""
    words = _TOKEN.findall(text)
    if not letters & _NEVER_BULGARIAN and _BULGARIAN.search(text):
        return ""
    russian = any(word in _RUSSIAN_WORDS or (len(word) >= _ENDED and word.endswith(_RUSSIAN_ENDINGS)) for word in words)
    return "ru" if russian else ""


def _arabic(text: str) -> str:
    for language, own in (("ug", "ۇۈۋ"), ("ps", "ټډړښځې"), ("ur", "ٹڈڑںے"), ("fa", "پچژگکی")):
        if set(own) & set(text):
            return language
    return "ar" if set("ةىيكأإ") & set(text) else ""
