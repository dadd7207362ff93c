"""The words by which scholarly prose names its sources: verbs, nouns of view, roles, and capitalised words that are no person.

English, Russian, Kazakh and Turkish, with the commonest of German, French and Spanish; all in lower case. The lists were drawn
up from grammar and usage, and pruned on sentences of journal articles and of an encyclopedia: "state" and "states" are no verbs
here, for in 249 sentences of the latter they were among the few false readings ("Member States").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from kzcheck.language.folding import lower

Act = Literal["view", "think", "speak", "do"]

_VIEW = """argue contend assert maintain posit postulate claim emphasize emphasise stress underline underscore characterize
    characterise describe define conceptualize conceptualise theorize theorise conclude caution comment explain interpret
    note suggest reiterate distinguish highlight discuss hypothesize hypothesise outline clarify elaborate opine equate
    observe remark question classify mention point stipulate surmise imply infer elucidate exemplify contest muse concede
    affirm"""
# What people in a story do as well as writers: with someone of whom nothing is listed these are a weak sign.
_THINK = """consider believe view regard identify recognize recognise admit allege dispute deny reject doubt lament urge warn
    advocate insist criticize criticise acknowledge voice express endorse speculate portray depict envisage envision
    recommend relate recount"""
_SPEAK = "declare reply recall proclaim"
_DO = """report show demonstrate document confirm reveal discover detect determine examine investigate study establish estimate
    evaluate prove replicate isolate obtain propose introduce develop present invent coin formulate devise pioneer derive
    popularize popularise review"""
# What things do as well as people: with a lone name these are no sign of a person.
_LOOSE = """measure compare calculate record test validate survey explore assess quantify analyze analyse interview perform
    conduct model implement employ extend achieve address use offer advance construct publish provide minimize minimise
    apply adopt design summarize summarise"""

_GERMAN: dict[Act, str] = {
    "think": "",
    "view": """behauptet behauptete betont betonte argumentiert argumentierte definiert definierte bezeichnet bezeichnete
        vertritt kritisiert unterscheidet unterschied versteht verstand konstatiert bemerkt bemerkte beschreibt
        beschrieb schreibt schrieb schreiben""",
    "speak": "erklärt erklärte sagte sagt",
    "do": """zeigt zeigte zeigten zeigen fand fanden berichtet berichtete berichten berichteten wies wiesen beobachtete
        beobachteten entwickelte entwickelten""",
}
_FORMS: dict[Act, str] = {
    "think": """hold think see understand holds held thinks thought sees saw understands understood
        considère constate estime considera consideran considèrent""",
    "view": """put puts states stated calls called terms termed dubs dubbed names named labels labelled write wrote writes written
        affirme affirmait souligne soulignait note notait soutient soutenait définit définissait remarque rappelle explique
        décrit conclut affirment soulignent notent soutiennent définissent écrit écrivait écrivent
        afirma afirmaba sostiene sostuvo señala señaló define definió argumenta argumentó subraya subrayó plantea destaca destacó
        explica concluye describió afirman sostienen señalan definen argumentan plantean destacan escribe escribió""",
    "speak": "say said says tells told speaks spoke déclare déclara dit declaró dijo dice",
    "do": """find finds found shown proven
        montre montrent montré montrèrent rapporte rapportent démontre démontrent propose proposent introduit
        muestra muestran mostró mostraron encontró encontraron demuestra demostró demostraron observaron reportó reportaron
        propone proponen propuso introdujo""",
}
# Every German noun has a capital: there a lone one is no sign of a name.
GERMAN = frozenset(["laut", "nach", "zufolge", *" ".join(_GERMAN.values()).split()])


def _inflected(verb: str) -> tuple[str, str, str]:
    if verb.endswith("y") and verb[-2] not in "aeo":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied"
    return verb, verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"), verb.removesuffix("e") + "ed"


def _verbs() -> dict[str, Act]:
    verbs: dict[str, Act] = {}
    regular: tuple[tuple[Act, str], ...] = (("do", _LOOSE), ("do", _DO), ("speak", _SPEAK), ("think", _THINK), ("view", _VIEW))
    verbs.update(dict.fromkeys("gave gives made makes".split(), "do"))
    for act, words in regular:
        for verb in words.split():
            verbs.update(dict.fromkeys(_inflected(verb), act))
        verbs.update(dict.fromkeys((_FORMS[act] + " " + _GERMAN[act]).split(), act))
    return verbs


VERBS = _verbs()
LOOSE_VERBS = frozenset(form for verb in _LOOSE.split() for form in _inflected(verb)) | {"gave", "gives", "made", "makes"}
PLURAL_VERBS = frozenset(f"{_VIEW} {_THINK} {_SPEAK} {_DO} {_LOOSE} find hold think see understand say write".split())
AMBIGUOUS = frozenset(
    """reports notes claims views studies comments remarks models records reviews tests measures questions designs
        surveys coins presents thought documents points uses addresses expressed expresses analyses put puts contests
        disputes doubts rejects relates voices voiced related states stated called terms termed dubbed named labels
        labelled""".split()
)
AFTER_AMBIGUOUS = frozenset("""that how why a an the this these those it his her their out to on “ " « „ :""".split())

_RUSSIAN: dict[Act, tuple[str, ...]] = {
    "think": tuple(
        "полага счита понима рассматрива рассмотре настаива предупрежда критик усматрива видит видел видят призыва".split()
    ),
    "view": tuple(
        """отмеча отмети подчеркива подчёркива подчеркн утвержда указыва указа определя определи называ назва характериз
            тракт констатир акцентир выделя выдели замеча замети формулиру сформулирова резюмир объясня объясни обосновыва
            обоснова различа подразумева пиш писа написа высказа связыва""".split()
    ),
    "speak": ("заяви", "заявля", "говор", "сказа", "сообща", "сообщи"),
    "do": tuple(
        """показа показыва обнаруж установи устанавлива описа описыва исследова исследу доказа доказыва выяви выявля
            изучи изуча наблюда получи проанализирова анализир подтверд подтвержда выясни провел провёл провод предложи
            предлага ввел ввёл ввод разработа выдвину выдвига введ продемонстрир""".split()
    ),
}
_RUSSIAN_ENDINGS = tuple(
    "ет ёт ит ют ут ят ат ал ял ил ел ёл ул ала яла ила ела ула али или яли ели ули".split(),
)


@lru_cache(maxsize=4096)
def act_of(word: str) -> Act | None:
    """Return what kind of thing a verb in lower case says that its subject did with a statement, None if it is no such verb.

    "view" is to state it in a work, "think" to hold it, "speak" to say it aloud, "do" to find, show or propose it.
    """
    if word in VERBS:
        return VERBS[word]
    if word.endswith(_RUSSIAN_ENDINGS):
        for act, stems in _RUSSIAN.items():
            if word.startswith(stems):
                return act
    return None


# Kazakh and Turkish put the verb last.
_FINAL: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        "view",
        re.compile(
            r"\b(?:(?:belirt|vurgul|savun|tanıml|nitel|değerlendir|düşün|açıkl|kayde[td]|tartış|eleştir|sınıfl|adlandır|yaz|yorumla"
            r"|aktar|ele al|iddia e[td]|ifade e[td]|ileri sür|öne sür|dikkat çek|altını çiz|işaret e[td]|dile getir|kabul e[td])\w*"
            r"(?:[ıiuüea]r|yor|[dt][ıiuü]r?|m[ıiuü]ş|l[ae]r)"
            r"|(?:есептей|санай|тұжырымда|пайымда|анықта|сипатта|түсіндір|қорытынды|атап (?:өт|көрсет|айт)|баса (?:айт|көрсет)"
            r"|деп (?:жаз|көрсет|атап|анықта|есепте|сана|тұжырымда|түсіндір|сипатта|ата|біл))\w*(?:[дт][ыі]|[гғқк][ае]н)"
            r"|дейді|деді|деген|der|dedi|demi[sş]tir|demektedir|diyor)$"
        ),
    ),
    (
        "do",
        re.compile(
            r"\b(?:(?:göster|gözle|sapta|bul|bildir|incele|araştır|kanıtla|öner|geliştir|tespit e[td]|ortaya (?:koy|çıkar|at)"
            r"|rapor e[td])\w*(?:[ıiuüea]r|yor|[dt][ıiuü]r?|m[ıiuü]ş|l[ae]r)"
            r"|(?:көрсет|дәлелде|зертте|байқа|ұсын|енгіз|айт|жаз)\w*(?:[дт][ыі]|[гғқк][ае]н))$"
        ),
    ),
)
_LAST_WORDS = 40


def final_act(text: str) -> Act | None:
    """Return what the last verb of a Kazakh or Turkish sentence says that its subject did, None if there is no such verb."""
    end = lower(text.rstrip(' .!?…"”»’)]0123456789[,;'))[-_LAST_WORDS:]
    return next((act for act, pattern in _FINAL if pattern.search(end)), None)


ADVERBS = frozenset(
    """also first later has have had then thus therefore further would could might too even once already himself herself
        themselves did do does again therein elsewhere both for example instance however in turn now still rather who and
        также впервые далее справедливо верно неоднократно подробно ранее точно позднее затем a ai ont avait también ha
        han había haben hat auch bereits""".split()
)

PASSIVES = frozenset(
    """argued noted pointed out emphasized emphasised stressed defined characterized characterised formulated put
        reported shown demonstrated described introduced developed proposed suggested found observed obtained published
        presented claimed given used derived considered established recommended performed conducted identified employed
        coined provided done stated discussed reviewed implemented devised pioneered studied investigated examined forward
        advanced advocated calculated determined documented made adopted outlined summarized summarised evidenced revealed
        analyzed analysed discovered popularized popularised propuesto descrito proposé décrit beschrieben vorgeschlagen""".split()
)
VIEW_PASSIVES = frozenset(
    "argued noted out emphasized emphasised stressed defined characterized characterised formulated put stated advocated".split()
)
GIFTS = frozenset("kindly gift gifts donated supplied purchased courtesy generously funded supported sponsored".split())

# Nouns of what a writer states, and of what may be spoken of without reading him.
VIEW_NOUNS = frozenset(
    """definition definitions view views opinion opinions argument arguments claim claims contention assertion thesis
        observation observations statement words phrase remark remarks conclusion conclusions suggestion formulation
        characterization""".split()
)
OF_NOUNS = VIEW_NOUNS | frozenset(
    """interpretation account description findings finding result results work works study studies paper papers article
        report reports experiments proposal classification typology criteria concept recommendations recommendation group
        team analysis book essay monograph observations data estimates hypothesis guidelines""".split()
)
EPONYM_NOUNS = frozenset(
    """theory theories model models method methods approach framework algorithm technique theorem theorems protocol
        procedure scheme strategy formula formulation lemma those notion notions idea ideas conception understanding
        concept concepts term""".split()
)
RUSSIAN_CUES = frozenset(
    """мнению словам определению оценке утверждению выражению замечанию наблюдению данным мысли убеждению подсчетам
        определение определения определении понятие концепция концепции тезис подход работе работах статье книге
        исследовании исследованиях исследованиям трудах труде монографии диссертации зрения взгляды идеи идея согласно
        вслед""".split()
)
BEFORE_NAMES = frozenset("selon según segundo согласно laut nach d’après d'après".split())
AFTER_NAMES = frozenset(
    """göre ifadesiyle ifadesine tanımına tanımıyla deyişiyle deyimiyle belirttiği vurguladığı görüşüne düşüncesine
        çalışmasında makalesinde kitabında eserinde çalışmasına tarafından zufolge айтуынша пікірінше ойынша пайымдауынша
        тұжырымынша тұжырымдауынша анықтамасы анықтамасына анықтауынша еңбегінде еңбектерінде мақаласында кітабында
        сөзімен көзқарасы айтқандай жазғандай көрсеткендей зерттеуінде бойынша тұжырымы пікірі""".split()
)
VIEW_AFTER_NAMES = AFTER_NAMES - {"tarafından", "бойынша"}

ROLES = frozenset(
    """scholar author writer philosopher thinker historian critic expert researcher professor founder originator father
        academic poet teacher pioneer dr prof sir lord lady mr mrs ms st saint psychologist sociologist anthropologist
        economist politician statesman jurist geographer physician editor translator theologian ученый учёный
        исследователь исследователя автор автора профессор профессора политолог политолога социолог социолога историк
        историка философ философа экономист экономиста культуролог культуролога академик академика писатель поэт эксперт
        эксперта антрополог антрополога лингвист лингвиста психолог психолога этнограф этнографа доктор наук юрист юриста
        филолог филолога ғалым ғалымы зерттеуші зерттеушісі тарихшы философы жазушы ақын саясаттанушы әлеуметтанушы
        антропологы экономисі araştırmacı tarihçi filozof düşünür yazar sosyolog siyaset bilimci profesör akademisyen
        iktisatçı antropolog uzman dilbilimci der die le la el los forscher historiker soziologe philosoph autor
        sociologue philosophe historien sociólogo filósofo historiador""".split()
)
OFFICES = frozenset(
    """president minister king queen chancellor ambassador senator governor secretary general cardinal pope emperor
        sultan khan spokesman spokesperson chairman mp congressman premier mayor prince representative президент
        президента министр министра король император посол депутат премьер президенті министрі хан сұлтан cumhurbaşkanı
        bakanı başbakan sultanı elçi bundeskanzler bundespräsident präsident président ministre presidente ministro""".split()
)
_ROLE_ENDINGS = ("ologist", "ist", "grapher", "osopher", "torian", "atician", "itician", "екті", "шысы", "танушы")

# Callings that are common surnames, too: names where no name follows.
_SURNAMES_TOO = frozenset("king khan pope sultan prince baron judge bishop dean shah general mayor".split())


def is_title(word: str) -> bool:
    """Tell whether a capitalised word that no name follows is a calling and never a surname: "President", not "Khan"."""
    return is_role(word) and word not in _SURNAMES_TOO


def is_role(word: str) -> bool:
    """Tell whether a word in lower case names what someone is: "anthropologist", "ученый", "tarihçi"."""
    word = word.removesuffix("s")
    return word in ROLES or word in OFFICES or (len(word) > 6 and word.endswith(_ROLE_ENDINGS))  # noqa: PLR2004


PARTICLES = frozenset(
    """de van von der den del della da di du des le la al el bin ibn ben ter ten dos das af av zu zur y i аль ибн фон ван
        де дер""".split()
)
INITIALS = frozenset("yu ya zh kh sh ch ts dzh th ph дж дз".split())
JOINING = frozenset("and & и және мен пен бен ve ile und et y e та".split())

# Words that a capital makes look like a name at the head of a sentence.
OPENERS = frozenset(
    """the this these those that a an in on at by for from to of with without after before during since when while where
        although though because if as it its they their he his she her we our i my you your there here however moreover
        furthermore therefore thus hence finally second third also another other others both each some many most several
        all no not such so then next one two three four five recently similarly conversely nevertheless nonetheless
        instead overall indeed even despite unlike like according based using given until under between among within
        results result data studies study findings what which who how why additionally consequently meanwhile research
        researchers authors scientists scholars experts critics patients participants subjects women men children adults
        evidence experiments analyses analysis interestingly importantly notably specifically previously earlier more less
        only later early recent current previous new follow following see cf eg ie via per about above across against
        along around but or and nor yet either neither whereas whilst whenever wherever whether unless upon throughout
        toward towards beyond beside besides concerning considering regarding contrary thanks due owing prior subsequent
        again still perhaps maybe rather otherwise elsewhere nowadays yesterday tomorrow now much few any every same
        different various numerous including especially particularly generally usually often sometimes investigators
        observers surveys reports reviews trials models theories methods tests work works note notes today section figure
        table equation theorem appendix chapter fig eq tab box supplementary text file lemma proposition corollary
        definition algorithm movie video dataset step phase part type class group model method trial case stage level
        hypothesis question once values value graph graphs having experiment points в на по с со из за к ко о об от для
        при это этот эта эти так также однако поэтому кроме если когда хотя но а и он она они оно его её их мы наш как что
        все такой такая такие после до между под над через более первый данный данная данные следовательно вместе тогда
        именно сегодня например согласно некоторые многие ряд авторы ученые учёные исследователи исследования результаты
        статья автор рисунок таблица бұл осы сол ол олар біз сондай сонымен сондықтан алайда бірақ және да бұдан оның
        олардың мұндай кейбір көптеген ғалымдар зерттеушілер авторлар қазіргі егер барлық зерттеу зерттеулер мақала bu şu
        o onlar biz bunun buna bunlar böyle ancak fakat ama ayrıca ve ile için daha önce çünkü eğer bir bazı birçok diğer
        öte nitekim dolayısıyla araştırmacılar yazarlar çalışmalar araştırmalar bilim insanları kaynaklar çalışma
        araştırma sonuçlar der die das ein eine er sie es wir und oder aber doch auch im am zum zur mit nach bei von diese
        dieser dieses dabei jedoch studien forscher autoren le les un une il elle ils elles nous ce cette ces et ou mais
        donc ainsi en dans par pour avec selon comme plusieurs certains el los una él ella ellos este esta estos estas y
        pero por para con según como varios algunos laut wie вслед мнению словам d'après d’après""".split()
)
_OPENER_ENDINGS = tuple(
    "tion tions ments ity ities isms ology ologies ances ences graphy ists ators ysis yses ция ние ости ость".split()
)
# Adverbs and plurals end so, and surnames do, too: Eberly, Chambers, Cummings, Wexler.
_DOUBTFUL_ENDINGS = ("ly", "ing", "ings", "ed", "ers", "lar", "ler", "лар", "лер", "дар", "дер", "тар", "тер")

# What others do with a work that they have read.
CRITICISM = frozenset(
    """criticized criticised challenged refuted questioned contested disputed rejected debated replicated extended
        generalized generalised improved refined superseded corrected overturned revisited confirmed""".split()
)


def opens(word: str) -> bool:
    """Tell whether a word in lower case is a common one that only its place at the head of a sentence capitalises."""
    return word in OPENERS or word.endswith(_OPENER_ENDINGS)


def is_doubtful(word: str) -> bool:
    """Tell whether a word in lower case at the head of a sentence may be an adverb or a plural as well as a surname."""
    return word.endswith(_DOUBTFUL_ENDINGS)
