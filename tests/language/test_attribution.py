"""The sources that a sentence names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.attribution import credits  # noqa: A004

SURE = {"quotation", "paraphrase"}


def people(text: str) -> list[tuple[str, ...]]:
    return [credit.names for credit in credits(text) if credit.kind in SURE and not credit.doubtful]


def only(text: str):
    sure_credits = [credit for credit in credits(text) if credit.kind in SURE]
    assert len(sure_credits) == 1, sure_credits
    return sure_credits[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # English
        ("According to Geertz, culture is a web of meanings.", "Geertz"),
        ("According to the American anthropologist Clifford Geertz, culture is a web of meanings.", "Clifford Geertz"),
        ("As the sociologist Max Weber put it, power is a chance.", "Max Weber"),
        ("As Braudel, the French historian, once noted, the sea unites.", "Braudel"),
        ("Fernand Braudel, who wrote of the Mediterranean, argued that the sea unites.", "Fernand Braudel"),
        ("J. S. Nye defines soft power as the ability to attract.", "J. S. Nye"),
        ("In a later essay, Nye himself concedes that attraction has limits.", "Nye"),
        ("Culture, argues Geertz, is a web of meanings.", "Geertz"),
        ("“Culture is a web of meanings that man himself has spun,” writes Geertz.", "Geertz"),
        ("We adopt Geertz’s definition of culture.", "Geertz"),
        ("Khan (2015) argues the opposite, and so does King.", "Khan"),
        ("The findings of Silverstein point elsewhere.", "Silverstein"),
        ("In the words of Geertz, man is an animal suspended in webs.", "Geertz"),
        ("Rosalind Franklin in her first studies found two forms.", "Rosalind Franklin"),
        ("Worms were kept as is usual for Caenorhabditis elegans (Brenner, 1974).", "Brenner"),
        ("Van der Berg (2010) wrote that rivers move.", "Van der Berg"),
        ("O’Brien and Gienow-Hecht (2012) maintain the opposite.", "O’Brien"),
        ("The term was defined by McDonald in a textbook.", "McDonald"),
        ("DiMaggio later argued that institutions converge.", "DiMaggio"),
        ("The method was introduced by Trager and Jensen.", "Trager"),
        ("Following Catchpole and Morgan, we use the Hessian.", "Catchpole"),
        ("Protein was measured according to Bradford.", "Bradford"),
        ("Samples were stained as described by Smith et al. with small changes.", "Smith"),
        ("Murashige and Skoog (1962) medium was used.", "Murashige"),
        ("The loss is great (Tabart et al., 2015).", "Tabart"),
        ("The effect is large (see Isah 2015).", "Isah"),
        ("Similar results were published by Phan and Letouze1983 (Phan and Letouze1983).", "Phan"),
        ("An et al. measured the effect.", "An"),
        ("Silverstein and colleagues tested the relatives.", "Silverstein"),
        ("The former minister and current president, Tokayev, characterized the policy as one of balance.", "Tokayev"),
        # Russian
        ("По мнению Гумилёва, этнос проходит несколько фаз.", "Гумилёва"),
        ("По словам известного казахстанского историка М. Козыбаева, наука отстала.", "М. Козыбаева"),
        ("Как справедливо отмечает Ю. М. Лотман, текст порождает смысл.", "Ю. М. Лотман"),
        ("Как писал Бахтин, слово диалогично.", "Бахтин"),
        ("Бахтин утверждает, что слово диалогично.", "Бахтин"),
        ("Бахтин в своей книге показывает, что слово диалогично.", "Бахтин"),
        ("Согласно Гумилёву, этнос проходит несколько фаз.", "Гумилёву"),
        ("Вслед за Лотманом мы понимаем текст широко.", "Лотманом"),
        ("В работе Лотмана показано иное.", "Лотмана"),
        ("Определение Тайлора стало классическим.", "Тайлора"),
        ("С точки зрения Вебера, власть есть шанс.", "Вебера"),
        ("Иванов И. И. и др. показали обратное.", "Иванов И. И."),
        ("Петров и соавторы (2015) установили связь.", "Петров"),
        ("Ефимова и Сидоров обнаружили новый вид.", "Ефимова"),
        # Kazakh
        ("Әуезовтің айтуынша, эпос халық жадын сақтайды.", "Әуезов"),
        ("Ә. Марғұланның пікірінше, қала мәдениеті ежелден бар.", "Ә. Марғұлан"),
        ("Ғалым Ә. Марғұлан қала мәдениеті ежелден бар деп жазды.", "Ә. Марғұлан"),
        ("М. Әуезов, белгілі жазушы, эпостың маңызын атап өтті.", "М. Әуезов"),
        ("Марғұлан және басқалар (1998) мұны дәлелдеді.", "Марғұлан"),
        ("Най-дың анықтамасы бойынша жұмсақ күш — тарту қабілеті.", "Най"),
        # Turkish
        ("Nye'a göre yumuşak güç çekme yeteneğidir.", "Nye"),
        ("Tarihçi Halil İnalcık, bu düzenin uzun sürdüğünü belirtmektedir.", "Halil İnalcık"),
        ("İnalcık (1973) bu düzenin uzun sürdüğünü vurgular.", "İnalcık"),
        ("Ziya Gökalp’in ifadesiyle kültür millîdir.", "Ziya Gökalp"),
        ("Gökalp’in kültür tanımına göre medeniyet ayrıdır.", "Gökalp"),
        ("Yıldız ve arkadaşları (2010) aynı sonucu bulmuştur.", "Yıldız"),
        ("Kaya vd. (2018) bunu göstermiştir.", "Kaya"),
        # German, French, Spanish
        ("Laut Max Weber ist Macht eine Chance.", "Max Weber"),
        ("Wie Jürgen Habermas betont, bleibt die Moderne unvollendet.", "Jürgen Habermas"),
        ("Müller et al. (2015) zeigten das Gegenteil.", "Müller"),
        ("Selon Bourdieu, le goût classe.", "Bourdieu"),
        ("Comme le souligne Pierre Bourdieu, le goût classe.", "Pierre Bourdieu"),
        ("Según García Canclini, las culturas son híbridas.", "García Canclini"),
        ("Pérez y Gómez (2011) mostraron lo contrario.", "Pérez"),
    ],
)
def test_a_person_is_credited(text: str, name: str):
    assert people(text)[0][0] == name


@pytest.mark.parametrize(
    "text",
    [
        "Bayes' theorem and Student's t test were applied.",
        "Fisher's exact test and the Bonferroni correction were used.",
        "Alzheimer's disease and Crohn’s disease differ.",
        "Michaelis–Menten kinetics described the reaction.",
        "Survival was estimated by the Kaplan–Meier method.",
        "The Monte Carlo approach reported here is fast.",
        "We used the Cox proportional hazards model.",
        "Drosophila melanogaster has been reported in Siberia.",
        "The fruit fly (Drosophila melanogaster Meigen, 1830) was reared on yeast.",
        "Member States reported progress, and the United States claims otherwise.",
        "The World Bank argues that growth matters.",
        "The Ministry of Culture stated that the plan was ready.",
        "According to the Constitution, the state is secular.",
        "According to Table 2, the rate fell.",
        "Kazakhstan proposed a new forum, and France claims a part in it.",
        "Almaty and Astana showed growth.",
        "In March researchers found a new species.",
        "Results showed that growth slowed, and Patients reported pain.",
        "The strain was kindly provided by F. Ausubel.",
        "Nye's definition has been applied to small states.",
        "The model of Smith et al. was later extended to three dimensions.",
        "Marxism holds that the base determines the superstructure.",
        "UNESCO states that heritage is shared.",
        "The Centers for Disease Control and Prevention estimates the burden.",
        "Kazakhstan's foreign policy notes are public.",
        "It was performed according to standard protocols.",
        "The Goethe Institut, established by the Germans in 1951, is an example.",
        "PubMed and MATLAB were used as described in Section B.",
        "Казахстан отмечает рост, а Россия заявила протест.",
        "По мнению экспертов, рост продолжится.",
        "В статье показано, что рост продолжится.",
        "Согласно Конституции, государство светское.",
        "Қазақстан бойынша көрсеткіш өсті.",
        "Зерттеушілер бұл құбылысты сипаттайды.",
        "Türkiye bu konuda görüşünü belirtmiştir.",
        "Araştırmacılar bunu vurgulamaktadır.",
        "Nach Angaben der Regierung sinkt die Zahl.",
        "Die Studie zeigt einen Rückgang.",
        "Selon la loi, l’État est laïque.",
        "Según datos oficiales, la cifra baja.",
        "",
        "1990.",
    ],
)
def test_a_sentence_without_a_source_credits_nobody(text: str):
    assert people(text) == []


@pytest.mark.parametrize("name", ["Eberly", "Cummings", "Wexler", "Chambers"])
def test_a_surname_that_ends_like_an_adverb_or_plural_is_doubtful(name: str):
    assert only(f"{name} argues so.").doubtful
    assert not only(f"As {name} argues, so it is.").doubtful


def test_two_names_joined_by_and_share_one_work():
    assert people("Phillips and Matthews (1964) reported it.") == [("Phillips", "Matthews")]
    assert people("Иванов и Петров показали это.") == [("Иванов", "Петров")]


def test_a_list_of_names_with_years_is_one_work_for_each_year():
    text = "It was reported by Lebedev et al. (2018), Kadota and Niimi (2003), Ivanova et al., (2006) and Fontes et al. (1999)."

    assert people(text) == [("Lebedev",), ("Kadota", "Niimi"), ("Ivanova",), ("Fontes",)]
    assert [credit.years for credit in credits(text)] == [(2018,), (2003,), (2006,), (1999,)]


def test_et_al_after_the_second_name_starts_another_work():
    assert people("This was shown by Heidenreich and Heidenreich et al. (1997).") == [("Heidenreich",), ("Heidenreich",)]


def test_the_span_covers_the_named_source():
    text = "As reported by Tabart et al. (2015), the loss is great."
    credit = only(text)

    assert text[credit.start : credit.end] == "Tabart et al."
    assert (credit.others, credit.years, credit.cue) == (True, (2015,), "reported by")


def test_long_words_in_quotation_marks_make_a_quotation():
    text = "As Theodor Heuss, the first president of the republic, aptly noted, “politics cannot make culture, but culture can”."

    assert (only(text).kind, only(text).office) == ("quotation", True)


def test_a_term_in_quotation_marks_is_not_a_quotation():
    assert only("Nye defines “soft power” as attraction.").kind == "paraphrase"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Geertz argues that culture is public.", "view"),
        ("Geertz said that culture is public.", "speak"),
        ("Geertz found a new pattern.", "do"),
        ("Protein was measured according to Bradford.", "do"),
        ("Лотман показал, что текст порождает смысл.", "do"),
        ("Лотман подчёркивает, что текст порождает смысл.", "view"),
    ],
)
def test_the_verb_decides_the_act(text: str, act: str):
    assert only(text).act == act


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Clifford Geertz argues so.", True),
        ("C. Geertz argues so.", True),
        ("The anthropologist Geertz argues so.", True),
        ("Geertz, an anthropologist, argues so.", True),
        ("Geertz argues so.", False),
        ("Boko Haram argues so.", False),
    ],
)
def test_a_given_name_or_profession_makes_a_credit_personal(text: str, personal: bool):
    assert only(text).personal is personal


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("Tylor (quoted in Erickson & Murphy) holds that culture is a whole.", ("Erickson", "Murphy")),
        ("Tylor, cited in Erickson, holds that culture is a whole.", ("Erickson",)),
        ("Тайлор считает культуру целым (цит. по: Иванов).", ("Иванов",)),
        ("Tylor kültürü bir bütün olarak tanımlar (akt. Yıldız).", ("Yıldız",)),
        ("Weber definierte Macht als Chance (zit. nach Müller).", ("Müller",)),
        ("Tylor argues so (apud Erickson).", ("Erickson",)),
    ],
)
def test_the_quoting_author_is_distinguished_from_the_quoted_one(text: str, carriers: tuple[str, ...]):
    named = credits(text)

    assert all(credit.secondhand and credit.carriers == carriers for credit in named if credit.kind != "mention")
    assert named


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("In his piece “A Course for the Future”, Nazarbayev stressed culture.", "A Course for the Future"),
        ("The “Kazakhstan 2030” strategy stressed security.", "Kazakhstan 2030"),
        ("В книге «Структура художественного текста» Лотман пишет о модели.", "Структура художественного текста"),
        ("Автор в статье «Взгляд в будущее» отметил это.", "Взгляд в будущее"),
        ("«Қазақстан – 2030» стратегиясында қауіпсіздік атап көрсетілді.", "Қазақстан – 2030"),
        ("Gökalp “Türkçülüğün Esasları” adlı eserinde kültürü tanımlar.", "Türkçülüğün Esasları"),
        ("In seinem Buch „Wirtschaft und Gesellschaft“ definiert Max Weber Macht.", "Wirtschaft und Gesellschaft"),
        ("Dans son livre « La Distinction », Bourdieu affirme cela.", "La Distinction"),
        ("En su libro «Culturas híbridas», García Canclini sostiene esto.", "Culturas híbridas"),
    ],
)
def test_a_work_is_recognised_by_its_title(text: str, title: str):
    assert [credit.work for credit in credits(text) if credit.kind == "work"] == [title]


def test_a_work_belongs_to_its_author():
    text = "In his book “Bound to Lead”, Nye argues that power shifts."

    assert next(credit for credit in credits(text) if credit.kind == "work").names == ("Nye",)


def test_a_title_without_a_noun_is_not_a_work():
    assert not [credit for credit in credits("He coined “Soft Power” in 1990.") if credit.kind == "work"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Some sources suggest that there are 160 meanings.", "Some sources"),
        ("Several recent studies have shown the reverse.", "Several recent studies"),
        ("This has been reported in numerous studies.", "numerous studies"),
        ("По мнению некоторых авторов, рост продолжится.", "некоторых авторов"),
        ("Многие исследователи считают иначе.", "Многие исследователи"),
        ("Көптеген ғалымдар осылай есептейді.", "Көптеген ғалымдар"),
        ("Bazı araştırmacılar bunu savunur.", "Bazı araştırmacılar"),
        ("Mehrere Studien zeigen das Gegenteil.", "Mehrere Studien"),
        ("Plusieurs auteurs soutiennent le contraire.", "Plusieurs auteurs"),
        ("Varios autores sostienen lo contrario.", "Varios autores"),
    ],
)
def test_unnamed_sources_in_the_plural_are_generic(text: str, words: str):
    assert [credit.cue for credit in credits(text) if credit.kind == "generic"] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "In contrast to most previous studies, ours is long.",
        "It is one of the most important sources of change.",
        "We compare ours with other studies.",
    ],
)
def test_a_plural_that_supports_no_statement_is_not_generic(text: str):
    assert not [credit for credit in credits(text) if credit.kind == "generic"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Representatives of the Frankfurt School argued that culture is free.", "Frankfurt School"),
        ("The Chicago School holds that markets clear.", "Chicago School"),
        ("Представители Франкфуртской школы утверждали обратное.", "Франкфуртской школы"),
    ],
)
def test_a_school_is_a_group(text: str, name: str):
    assert [credit.names for credit in credits(text) if credit.kind == "group"] == [(name,)]


def test_two_names_without_a_cue_are_a_mention():
    assert [credit.kind for credit in credits("The approach of choice is that for Ohta and Kanatani problems.")] == ["mention"]


PIECES = [
    "Smith",
    " et al.",
    " and ",
    "(",
    ")",
    "2010",
    ", ",
    "“",
    "”",
    " argues ",
    "по мнению ",
    "Иванова",
    "'s ",
    "Nye'a göre",
    "\n",
    "[3]",
    ". ",
    "А. Б. ",
]


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_any_text_is_read_and_all_spans_are_within_it(text: str):
    for credit in credits(text):
        assert 0 <= credit.start < credit.end <= len(text)
        assert all(credit.names)
