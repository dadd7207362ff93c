"""Invented works in many scripts, and how lists print them: transliterated, without accents, with initials, in the other script.

A work is a record as Crossref would give it, followed by entries that are all correct. `stranger` is somebody who did not write it;
`word` is a word of the title and its replacement, in the form of the record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sample(NamedTuple):
    """One work: title, people, journal, entries as (title, people, journal), "" for the same as in the record; see above."""

    title: str
    people: str
    journal: str
    entries: tuple[tuple[str, str, str], ...]
    stranger: str
    word: tuple[str, str]


def names(people: str) -> tuple[Name, ...]:
    """Read "Family, Given; Family, Given"; a name without a comma is whole."""
    parts = [person.strip().partition(", ") for person in people.split(";")]
    return tuple(Name(family=family, given=given) if comma else Name(literal=family) for family, comma, given in parts)


def work(sample: Sample, number: int) -> dict[str, Any]:
    """Return the record as Crossref's JSON."""
    people = [
        {"family": name.family, "given": name.given} if name.family else {"name": name.literal} for name in names(sample.people)
    ]
    return {
        "DOI": doi(number),
        "type": "journal-article",
        "title": [sample.title],
        "author": people,
        "container-title": [sample.journal],
        "issued": {"date-parts": [[year(number)]]},
        "volume": str(7 + number),
        "page": f"{101 + number}-{119 + number}",
    }


def entries(sample: Sample, number: int) -> Iterator[Item]:
    """Yield the correct entries of lists: the record's own form first."""
    for title, people, journal in (("", "", ""), *sample.entries):
        yield Item(
            id="",
            type="article-journal",
            title=title or sample.title,
            author=names(people or sample.people),
            container_title=journal or sample.journal,
            issued=Date(start=(year(number),)),
            volume=str(7 + number),
            page=f"{101 + number}–{119 + number}",
            doi=doi(number),
        )


def ruined(sample: Sample, number: int) -> Iterator[tuple[str, Item]]:
    """Yield entries with one defect each, and the code that should report it.

    People, year and volume are damaged in every entry, the title in the record's own form, and there the journal too, if another
    work has one in the same language: a name in another language can be a translation.
    """
    for place, item in enumerate(entries(sample, number)):
        if not any(name.literal.endswith((".", "т.б")) for name in item.author):
            yield "WORK412", replace(item, author=(*item.author[:-1], *names(sample.stranger)))
        yield "WORK413", replace(item, issued=Date(start=(year(number) + 3,)))
        yield "WORK415", replace(item, volume=str(17 + number))
        if not place:
            yield "WORK411", replace(item, title=sample.title.replace(*sample.word))
            if other := next(
                (one.journal for one in SAMPLES if one is not sample and _one_language(one.journal, sample.journal)), ""
            ):
                yield "WORK414", replace(item, container_title=other)


def _one_language(journal: str, other: str) -> bool:
    return guess(journal) == guess(other) != "" and main_script(journal) == main_script(other)


def doi(number: int) -> str:
    """Return a sample's DOI."""
    return f"10.5555/scripts.{number}"


def year(number: int) -> int:
    """Return a sample's year."""
    return 1995 + number % 25


_WORKS = """
Реки, которых не было: очерк вымышленной гидрографии | Щербакова, Юлия Ефимовна; Жданов, Алексей Игоревич | Вестник небывалой географии | Кузнецов, Олег Петрович | очерк | словарь
+  | Щербакова, Ю. Е.; Жданов, А. И. | Вестн. небывалой геогр.
+ Reki, kotorykh ne bylo: ocherk vymyshlennoi gidrografii | Shcherbakova, Yu. E.; Zhdanov, A. I. | Vestnik nebyvaloi geografii
+ Reki, kotoryh ne bylo: očerk vymyšlennoj gidrografii | Ščerbakova, Ju. E.; Ždanov, A. I. | Vestnik nebyvaloj geografii
+ Реки, которых не было | Щербакова, Ю.; Жданов, А. |
Ёлки на льду: к истории одного мнимого обычая | Фёдоров, Пётр Семёнович | Записки общества любителей вымысла | Самойлов, Лев | истории | теории
+ Елки на льду: к истории одного мнимого обычая | Федоров, П. С. |
+ Elki na ldu: k istorii odnogo mnimogo obychaya | Fedorov, P. S. | Zapiski obshchestva lyubitelei vymysla
+ Yolki na l'du: k istorii odnogo mnimogo obychaia | Fyodorov, P.S. | Zapiski obshchestva liubitelei vymysla
Mosty, kotorye nikuda ne vedut: opyt klassifikatsii | Yushchenko, E. A.; Tsvetkov, M. Yu. | Voprosy nesushchestvuyushchei tekhniki | Baranov, K. P. | klassifikatsii | restavratsii
+ Мосты, которые никуда не ведут: опыт классификации | Ющенко, Е. А.; Цветков, М. Ю. | Вопросы несуществующей техники
+  | Iushchenko, E.A.; Tsvetkov, M.Iu. | Vopr. nesushchestvuyushchei tekhn.
+  | Yushchenko, Elena; Tsvetkov, Mikhail |
Об устойчивости воображаемых плотин при сезонных паводках | Гейнц, Хельга; Шмидт, Карл Иванович; Ильин, Яков | Известия института воображаемых наук | Уваров, Денис | плотин | мостов
+  | Гейнц, Х.; и др. |
+ Ob ustoychivosti voobrazhaemykh plotin pri sezonnykh pavodkakh | Geints, Kh.; Shmidt, K. I.; Il'in, Ya. | Izvestiya instituta voobrazhaemykh nauk
+ Об Устойчивости Воображаемых Плотин при Сезонных Паводках | ГЕЙНЦ, Х.; ШМИДТ, К. И.; ИЛЬИН, Я. |
Песни невидимого города: тексты и комментарии | Эйхенвальд, Юрий; Хохлова, Жанна | Вымышленный фольклор | Турбина, Анна | города | леса
+  | Эйхенвальд, Ю.; Хохлова, Ж. | Вымышл. фольклор
+ Pesni nevidimogo goroda: teksty i kommentarii | Eikhenvald, Iu.; Khokhlova, Zh. | Vymyshlennyi folklor
Silent rivers: a survey of imagined waters in Siberia | Kovalyov, Dmitrii; Rybakova, Natalya | Siberian Journal of Imagined Science | Orlov, Stepan | survey | history
+  | Kovalev, Dmitry; Rybakova, Natalia |
+  | Kovaliov, D.; Rybakova, N. | Sib. J. Imagin. Sci.
+  | Ковалёв, Дмитрий; Рыбакова, Наталья |
Архивы снега: методика чтения следов, которых нет | Лысенко-Гай, Ольга; ван дер Меер, Ян | Небывалое источниковедение | Белов, Игорь | методика | история
+  | Лысенко-Гай, О.; Ван дер Меер, Я. |
+ Arkhivy snega: metodika chteniya sledov, kotorykh net | Lysenko-Gai, O.; van der Meer, Jan | Nebyvaloe istochnikovedenie
Їжаки степових озер: нарис вигаданої екології | Гайдук, Єва; Іщенко, Григорій | Вісник вигаданої екології | Бондар, Олесь | екології | історії
+  | Гайдук, Є.; Іщенко, Г. |
+ Yizhaky stepovykh ozer: narys vyhadanoi ekolohii | Haiduk, Ye.; Ishchenko, H. | Visnyk vyhadanoi ekolohii
Мостове без реки: опит за описание | Ангелов, Ъгъл; Щерева, Цвета | Списание за измислена архитектура | Колев, Петър | описание | рисуване
+  | Ангелов, Ъ.; Щерева, Ц. |
+ Mostove bez reka | Angelov, A.; Shtereva, Ts. | Spisanie za izmislena arhitektura
Ешқашан болмаған өзендердің тарихы | Әбдіғаниев, Ерлан; Құрманғалиева, Гүлнұр | Қиял ғылымдарының хабаршысы | Сейітов, Нұрлан | тарихы | картасы
+  | Әбдіғаниев, Е.; Құрманғалиева, Г. |
+ Eshqashan bolmagan ozenderdin tarikhy | Abdiganiev, E.; Kurmangalieva, G. | Qiyal gylymdarynyn khabarshysy
+ Eshqashan bolmağan özenderdıñ tarihy | Äbdığaniev, E.; Qūrmanğalieva, G. | Qiial ğylymdarynyñ habarşysy
+  | Абдиганиев, Е.; Курмангалиева, Г. |
Көрінбейтін қалалардың картографиясы | Жүнісова, Әсел; Өтеғұлов, Шыңғыс | Елес география журналы | Мұқанов, Бекзат | картографиясы | философиясы
+  | Жүнісова, Ә.; Өтеғұлов, Ш. |
+  | Жунисова, А.; Утегулов, Ш. |
+ Korinbeitin qalalardyn kartografiiasy | Zhunissova, A.; Utegulov, Sh. | Eles geografiia zhurnaly
Imagined steppes: memory and maps in rural Kazakhstan | Nurgaliyeva, Aigerim; Seitkhanov, Yerzhan; Zhaksybekov, Kanat | Central Asian Review of Invented Studies | Omarov, Daniyar | memory | water
+  | Nurgalieva, A.; Seytkhanov, E.; Jaksybekov, K. |
+  | Нұрғалиева, Айгерім; Сейтханов, Ержан; Жақсыбеков, Қанат |
+  | Nurğalieva, A.; Seithanov, E.; Jaqsybekov, Q. | Cent. Asian Rev. Invent. Stud.
Жоқ көлдің балықтары: бір болжамның жолы | Ыбыраева, Індира; Хамзин, Ғалым | Ойдан шығарылған биология | Тілеу, Арман | балықтары | құстары
+  | Ыбыраева, І.; Хамзин, Ғ. |
+ Zhoq koldin balyqtary: bir bolzhamnyn zholy | Ybyraeva, I.; Khamzin, G. | Oidan shygarylgan biologiia
+  | Ибраева, И.; Хамзин, Г. |
Қағаз үйлер мен тас көпірлер | Бөкейханова, Жәмила | Елес сәулет | Әлиев, Дархан | көпірлер | мұнаралар
+  | Бөкейханова, Ж. |
+  | Букейханова, Ж. |
+ Qagaz uiler men tas kopirler | Bokeikhanova, Zh. | Eles saulet
Сайдағы үн: әуен туралы жорамал | Шәріпұлы, Тоқтар; Айтжанқызы, Мәдина; Юсупова, Роза | Қиял музыкатануы | Рахметов, Ілияс | әуен | сөз
+  | Шәріпұлы, Т.; және т.б. |
+ Saidagy un: auen turaly zhoramal | Sharipuly, T.; Aitzhankyzy, M.; Yusupova, R. | Qiial muzykatanuy
Işığın unuttuğu şehirler: hayalî bir kazı raporu | Gökçeoğlu, Şule; Ilıcalı, İbrahim | Düşsel Arkeoloji Dergisi | Yılmazer, Kadir | kazı | gezi
+ Isigin unuttugu sehirler: hayali bir kazi raporu | Gokceoglu, S.; Ilicali, I. | Dussel Arkeoloji Dergisi
+ IŞIĞIN UNUTTUĞU ŞEHİRLER: HAYALÎ BİR KAZI RAPORU | GÖKÇEOĞLU, Ş.; ILICALI, İ. | DÜŞSEL ARKEOLOJİ DERGİSİ
+  | Gökçeoğlu, Ş.; vd. |
Olmayan köprülerin mühendisliği | Çağlayan, Öykü; Ünlüsoy, Yiğit | Kurgu Mühendislik Bülteni | Demirkan, Levent | mühendisliği | edebiyatı
+ Olmayan Koprulerin Muhendisligi | Caglayan, O.; Unlusoy, Y. |
+  | Çağlayan, Ö.; Ünlüsoy, Y. | Kurgu Mühendislik Bül.
Invisible bazaars of İzmir: an ethnography of nothing | Kızılırmak, Işıl; Ağaoğlu, Çiğdem | Journal of Imaginary Ethnography | Tuncel, Baran | ethnography | geography
+ Invisible bazaars of Izmir: an ethnography of nothing | Kizilirmak, I.; Agaoglu, C. | J. Imaginary Ethnogr.
+  | Kızılırmak, I.; Ağaoğlu, Ç. |
Kış uykusundaki ırmaklar üzerine | Özgür Şahin, Nazlı; Bağış, Kıvanç | Hayal Bilim | Erdem, Sinan | ırmaklar | dağlar
+ Kis uykusundaki irmaklar uzerine | Ozgur Sahin, N.; Bagis, K. |
+  | Şahin, Nazlı Özgür; Bağış, K. |
Görünməyən dağların xəritəsi | Əliyev, Cəfər; Hüseynova, Ülkər | Xəyali Coğrafiya Jurnalı | Məmmədov, Rauf | dağların | göllərin
+ Gorunmeyen daglarin xeritesi | Aliyev, Jafar; Huseynova, Ulkar |
+  | Əliyev, C.; Hüseynova, Ü. |
Große Straßen, die es nie gab: Maße und Maßstäbe | Weiß, Jürgen; Größl, Änne | Zeitschrift für erfundene Verkehrswege | Kramer, Otto | Straßen | Brücken
+ Grosse Strassen, die es nie gab: Masse und Massstäbe | Weiss, J.; Größl, Ä. | Z. erfund. Verkehrswege
+ Grosse Strassen, die es nie gab: Masse und Massstaebe | Weiss, Juergen; Groessl, Aenne | Zeitschrift fuer erfundene Verkehrswege
+ GROSSE STRASSEN, DIE ES NIE GAB: MASSE UND MASSSTÄBE | WEISS, J.; GRÖSSL, Ä. |
+ Große Straßen, die es nie gab | Weiß, J.; u. a. |
Über das Fließen gedachter Flüsse | Müller-Lüdenscheidt, Käthe; von der Höhe, Götz | Annalen der gedachten Physik | Baumann, Paul | Fließen | Steigen
+ Ueber das Fliessen gedachter Fluesse | Mueller-Luedenscheidt, Kaethe; von der Hoehe, Goetz | Ann. gedacht. Phys.
+ Uber das Fliessen gedachter Flusse | Muller-Ludenscheidt, K.; Hohe, G. von der |
Straße ohne Ende: zur Theorie des Umwegs | Strauß, Elfriede; Kößler, Björn; Fuß, Ulf | Jahrbuch für Umwege | Lange, Rolf | Theorie | Praxis
+ Strasse ohne Ende: zur Theorie des Umwegs | Strauss, E.; Koessler, B.; Fuss, U. |
+  | Strauß, E.; et al. | Jb. Umwege
Measuring imaginary glaciers in the Tyrol | Außerhofer, Vroni; Mößmer, Jörg | Alpine Letters of Invention | Hofer, Anton | glaciers | forests
+  | Ausserhofer, V.; Moessmer, J. |
+  | Ausserhofer, Vroni; Mossmer, Jorg | Alp. Lett. Invent.
Øde øer: en opdigtet flora | Sørensen, Åse; Bjørnås, Ægir | Tidsskrift for opdigtet botanik | Lund, Niels | flora | fauna
+ Ode oer: en opdigtet flora | Soerensen, Aase; Bjornas, Aegir |
+  | Sørensen, Å.; Bjørnås, Æ. | Tidsskr. opdigt. bot.
Łodzie bez żagli: szkic nieistniejącej żeglugi | Wójcik-Dąbrowska, Łucja; Święch, Zdzisław | Roczniki Żeglugi Zmyślonej | Nowak, Jan | żeglugi | kolei
+ Lodzie bez zagli: szkic nieistniejacej zeglugi | Wojcik-Dabrowska, L.; Swiech, Z. |
+  | Dąbrowska, Ł.; Święch, Z. | Rocz. Żegl. Zmyśl.
Les forêts qu'on n'a jamais plantées | Lefèvre d'Épinay, Zoé; Brûlé, Gaël | Revue française des choses inventées | Martin, Luc | forêts | villes
+ Les forets qu’on n’a jamais plantees | Lefevre d'Epinay, Z.; Brule, G. | Rev. fr. choses inventées
+  | d'Épinay, Zoé Lefèvre; Brûlé, G. |
Những dòng sông chưa từng có | Nguyễn, Thị Ánh; Đặng, Văn Lộc | Tạp chí Địa lý Tưởng tượng | Phạm, Minh Quân | sông | núi
+ Nhung dong song chua tung co | Nguyen, Thi Anh; Dang, Van Loc | Tap chi Dia ly Tuong tuong
+  | Nguyễn, T. Á.; Đặng, V. L. |
Τα ποτάμια που δεν υπήρξαν: μια φανταστική υδρογραφία | Παπαδόγγονας, Γεώργιος; Χατζηϊωάννου, Ευαγγελία | Φανταστική Γεωγραφία | Νικολάου, Πέτρος | ποτάμια | βουνά
+  | Παπαδόγγονας, Γ.; Χατζηϊωάννου, Ε. |
+ Τα ποταμια που δεν υπηρξαν: μια φανταστικη υδρογραφια | Παπαδογγονας, Γ.; Χατζηιωαννου, Ε. |
+ Ta potamia pou den ypirxan: mia fantastiki ydrografia | Papadongonas, G.; Chatziioannou, E. | Fantastiki Geografia
Bridges of an imaginary Athens | Οικονόμου, Αθηνά; Μπουραντάς, Ντίνος | Journal of Unbuilt Cities | Λεβέντης, Κώστας | Bridges | Harbours
+  | Oikonomou, Athina; Bourantas, Dinos |
+  | Economou, A.; Bourantas, N. | J. Unbuilt Cities
Η σιωπή των αγαλμάτων και άλλες εικασίες | Γιαννακοπούλου, Ξανθή | Εικασίες | Ράπτης, Ηλίας | αγαλμάτων | δρόμων
+ Η ΣΙΩΠΗ ΤΩΝ ΑΓΑΛΜΑΤΩΝ ΚΑΙ ΑΛΛΕΣ ΕΙΚΑΣΙΕΣ | ΓΙΑΝΝΑΚΟΠΟΥΛΟΥ, Ξ. | ΕΙΚΑΣΙΕΣ
+ I siopi ton agalmaton kai alles eikasies | Giannakopoulou, X. | Eikasies
从未存在的河流：想象水文学初探 | 欧阳, 文静; 司马, 云 | 虚构地理学报 | 陈, 国华 | 河流 | 山脉
+ 从未存在的河流:想象水文学初探 | 欧阳文静; 司马云 |
+ 從未存在的河流：想像水文學初探 | 歐陽, 文靜; 司馬, 雲 | 虛構地理學報
+  | Ouyang, Wenjing; Sima, Yun |
Imagined rivers of the upper Yangtze | Zhao, Xiaolü; Lü, Jianguo; Wang, Xi'an | Chinese Journal of Imagined Hydrology | Huang, Meili | rivers | cities
+  | Zhao, Xiao-Lü; Lyu, Jian-Guo; Wang, Xian |
+  | Zhao, X.; Lu, J.; Wang, X. | Chin. J. Imagined Hydrol.
+  | Xiaolü, Zhao; Jianguo, Lü; Xi'an, Wang |
+  | 赵, 晓绿; 吕, 建国; 王, 西安 |
論紙上的橋樑 | Chan, Tai-Man; 黃, 家明 | 虛構工程學刊 | 林, 志強 | 橋樑 | 城市
+ 论纸上的桥梁 | Chan, T.-M.; 黄, 家明 |
+  | Chan, Tai Man; 黃家明 |
存在しない川の地図について | 大野, 優子; 渡邊, 龍一 | 架空地理学雑誌 | 斎藤, 健 | 地図 | 歴史
+  | 大野優子; 渡辺龍一 |
+ Sonzai shinai kawa no chizu ni tsuite | Ono, Yuko; Watanabe, Ryuichi | Kakū Chirigaku Zasshi
+  | Ohno, Yūko; Watanabe, Ryūichi |
존재하지 않는 강의 역사 | 박, 지훈; 최, 은영 | 상상지리연구 | 김, 수현 | 역사 | 지도
+  | 박지훈; 최은영 |
+  | Park, Ji-Hoon; Choi, Eun-Young |
+  | Pak, Jihun; Choe, Eunyeong |
الأنهار التي لم تكن: دراسة في الجغرافيا المتخيلة | الحسيني, محمد; عبد الرحمن, فاطمة | مجلة الجغرافيا المتخيلة | التميمي, خالد | الأنهار | الجبال
+ الانهار التي لم تكن: دراسه في الجغرافيا المتخيله | الحسينى, محمد; عبدالرحمن, فاطمة | مجله الجغرافيا المتخيله
+ الأنْهار الّتي لم تكن: دراسة في الجغرافيا المتخيّلة | الحسيني, م.; عبد الرحمن, ف. |
+  | Al-Husayni, Muhammad; Abd al-Rahman, Fatima |
Invisible wells of the imagined desert | El-Sayed, Mohamed; Abdel-Rahman, Yasmīn; al-Khaṭīb, ʿUmar | Arab Journal of Invented Geology | Haddad, Samir | wells | winds
+  | Elsayed, Mohammed; Abdelrahman, Yasmin; Al-Khatib, Omar |
+  | El Sayed, M.; Abdel Rahman, Y.; al-Khatib, U. | Arab J. Invent. Geol.
+  | السيد, محمد; عبد الرحمن, ياسمين; الخطيب, عمر |
رودهایی که هرگز نبودند | حسینی, زهرا; یوسفی, کامران | فصلنامه جغرافیای خیالی | کریمی, رضا | رودهایی | کوه‌هایی
+ رودهايي كه هرگز نبودند | حسيني, زهرا; يوسفي, كامران | فصلنامه جغرافياي خيالي
+  | Hosseini, Zahra; Yousefi, Kamran |
נהרות שלא היו: מחקר בגאוגרפיה מדומיינת | בן־דוד, יעל; כהן, אורי | כתב עת לגאוגרפיה מדומיינת | לוי, דנה | נהרות | ערים
+ נהרות שלא היו: מחקר בגאוגרפיה מדומיינת | בן-דוד, יעל; כהן, א' |
+  | Ben-David, Yael; Cohen, Uri |
जो नदियाँ कभी नहीं थीं | शर्मा, अनीता; वर्मा, राजेश | काल्पनिक भूगोल पत्रिका | गुप्ता, मोहन | नदियाँ | घाटियाँ
+  | शर्मा, अ.; वर्मा, रा. |
+  | Sharma, Anita; Verma, Rajesh |
მდინარეები, რომლებიც არასოდეს ყოფილა | ჩხეიძე, ნინო; ღვინიაშვილი, გიორგი | წარმოსახვითი გეოგრაფია | ბერიძე, ლადო | მდინარეები | მთები
+  | ჩხეიძე, ნ.; ღვინიაშვილი, გ. |
+ Mdinareebi, romlebits arasodes qopila | Chkheidze, N.; Ghviniashvili, G. | Tsarmosakhviti geograpia
Գետեր, որոնք երբեք չեն եղել | Հովհաննիսյան, Անի; Գրիգորյան, Տիգրան | Երևակայական աշխարհագրություն | Սարգսյան, Դավիթ | Գետեր | Լեռներ
+  | Հովհաննիսյան, Ա.; Գրիգորյան, Տ. |
+  | Hovhannisyan, Ani; Grigoryan, Tigran |
"""  # noqa: E501 - a work a line
"""One work a line: title, people, journal, stranger, a word of the title and its replacement; below it, its entries (+)."""


def _samples() -> Iterator[Sample]:
    for block in re.split(r"\n(?![+\n])", _WORKS.strip()):
        first, *rest = ([part.strip() for part in line.removeprefix("+").split("|")] for line in block.split("\n"))
        title, people, journal, stranger, word, other = first
        yield Sample(title, people, journal, tuple((one[0], one[1], one[2]) for one in rest), stranger, (word, other))


SAMPLES = tuple(_samples())
