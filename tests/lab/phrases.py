"""The words of invented pages in twelve languages: titles, sentences, names of sites, and messages for missing pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, with one phrase per line in each field.

    `titles` and `sentences` have the slots `{a}`, `{b}` and `{p}`, filled from `things` (twice) and `places`. `unrelated` are
    titles on other subjects. `lost` are titles of pages for missing content, each with a sentence after a bar.
    """

    things: str
    places: str
    titles: str
    sentences: str
    unrelated: str
    sites: str
    menu: str
    lost: str

    def lines(self, field: str) -> list[str]:
        """Return the phrases of one field."""
        return [line.strip() for line in getattr(self, field).strip().splitlines()]


LANGUAGES = {
    "en": Language(
        """canal locks
        winter fairs
        school gardens
        paper mills
        river ferries
        village choirs
        stone bridges
        weather diaries""",
        """Lower Marrow
        the Quill Valley
        Ostrand
        the Saltmere coast
        Harn Island""",
        """How {a} changed {b} in {p}
        {a} and {b}: a survey of {p}, 1890 to 1950
        The slow return of {a} and {b} to {p}
        Who pays for {a}? Lessons for {b} from {p}""",
        """Older residents of {p} remember {a} better than any archive does.
        Nobody had counted {a} there before the second census.
        The link between {a} and {b} was first noticed by a clerk in {p}.
        Three of the accounts that we consulted disagree about {b}.
        Prices rose in the autumn, and {b} paid for {a} once more.
        What became of {a} after the flood is told in the next chapter.""",
        """Ten recipes for a rainy weekend
        Our spring catalogue of kitchen tiles has arrived
        New mobile tariffs from next Monday""",
        """The Ostrand Courier
        Marrow Institute of Local Studies
        Quill Review""",
        """Home|About|Topics|Archive|Contact""",
        """Page not found|The page you are looking for could not be found. It may have been moved or removed.
        404 - File or directory not found|The resource you are looking for might have been removed or had its name changed.
        Oops! That page can't be found|It looks like nothing was found at this location. Maybe try a search?
        This page is no longer available|Sorry, the article you requested does not exist any more.""",
    ),
    "ru": Language(
        """речные паромы
        сельские хоры
        каменные мосты
        школьные сады
        зимние ярмарки
        почтовые станции
        ветряные мельницы""",
        """Верхнем Залесье
        долине Тарны
        Озёрском крае
        Новокаменске""",
        """Как {a} изменили {b} в {p}
        {a} и {b}: опыт исследования в {p}, 1890–1950
        Возвращение к истокам: {a} и {b} в {p}""",
        """Старожилы помнят {a} лучше, чем любой архив.
        До второй переписи {a} в {p} никто не считал.
        Связь, которую образуют {a} и {b}, первым заметил писарь.
        Осенью цены выросли, и {b} снова пришлось содержать общине.
        О том, что стало после паводка, рассказано в следующей главе.""",
        """Десять рецептов для дождливых выходных
        Весенний каталог кухонной плитки уже в продаже
        Новые тарифы мобильной связи с понедельника""",
        """Залесский вестник
        Институт местной истории
        Тарнинское обозрение""",
        """Главная|О нас|Темы|Архив|Контакты""",
        """Страница не найдена|К сожалению, запрашиваемая страница не существует или была удалена.
        Ошибка 404|Запрошенная вами страница не найдена. Проверьте адрес.
        404 — страница не существует|Возможно, материал был удалён или перемещён.""",
    ),
    "kk": Language(
        """өзен паромдары
        ауыл хорлары
        тас көпірлер
        мектеп бақтары
        қысқы жәрмеңкелер
        жел диірмендері""",
        """Жоғарғы Қайнар
        Тарна алқабы
        Көлді өңірі
        Жаңа Тасөткел""",
        """{p}: {a} мен {b} туралы ой
        {a} және {b}: {p} мысалында, 1890–1950 жылдар
        {p} жеріндегі {a} және {b} қалай өзгерді""",
        """Қариялар {a} туралы кез келген мұрағаттан жақсы біледі.
        Екінші санаққа дейін {a} ешкім санамаған еді.
        {p} жерінде {b} мен {a} арасындағы байланысты алғаш бір хатшы байқады.
        Күзде баға өсіп, {b} қайтадан қауымның мойнына түсті.
        Тасқыннан кейін не болғаны келесі тарауда айтылады.""",
        """Жаңбырлы демалысқа арналған он тағам
        Ас үй плиткасының көктемгі каталогы шықты""",
        """Қайнар хабаршысы
        Өлкетану институты
        Тарна шолуы""",
        """Басты бет|Біз туралы|Тақырыптар|Мұрағат|Байланыс""",
        """Бет табылмады|Кешіріңіз, сіз сұраған бет табылмады немесе жойылған.
        404 қате|Сіз іздеген парақша жоқ. Мекенжайды тексеріңіз.
        Парақ табылмады|Сұралған парақ жоқ немесе басқа жерге көшірілген.""",
    ),
    "tr": Language(
        """nehir feribotları
        köy koroları
        taş köprüler
        okul bahçeleri
        kış panayırları
        yel değirmenleri""",
        """Yukarı Kayınova
        Tarna Vadisi
        Gölyaka kıyısı
        Yenitaş""",
        """{p} örneğinde {a} ve {b}
        {a} ile {b} üzerine bir inceleme: {p}, 1890-1950
        {p} yöresinde {a} nasıl değişti, {b} nasıl kaldı""",
        """Yaşlılar {a} hakkında her arşivden daha çok şey bilir.
        İkinci sayıma kadar {p} yöresinde {a} sayılmamıştı.
        Aradaki bağı ilk kez bir kâtip fark etti: {b} ve {a}.
        Sonbaharda fiyatlar yükseldi ve {b} yine köylüye kaldı.
        Taşkından sonra olanlar gelecek bölümde anlatılıyor.""",
        """Yağmurlu hafta sonu için on tarif
        Mutfak fayanslarında bahar kataloğu çıktı""",
        """Kayınova Postası
        Yerel Tarih Enstitüsü
        Tarna Dergisi""",
        """Ana sayfa|Hakkımızda|Konular|Arşiv|İletişim""",
        """Sayfa bulunamadı|Üzgünüz, aradığınız sayfa bulunamadı veya kaldırılmış olabilir.
        404 Hata|Aradığınız sayfa mevcut değil.
        Aradığınız sayfaya ulaşılamıyor|Bu içerik yayından kaldırılmış olabilir. Sayfa bulunamadı.""",
    ),
    "de": Language(
        """Flussfähren
        Dorfchöre
        Steinbrücken
        Schulgärten
        Wintermärkte
        Windmühlen""",
        """Obermarren
        im Tarnatal
        an der Seeküste
        Neustein""",
        """Wie {a} und {b} sich veränderten: {p}
        {a} und {b}, eine Erhebung ({p}, 1890–1950)
        Zur Geschichte der {a} und {b} – Beispiel {p}""",
        """Die Älteren kennen {a} besser als jedes Archiv.
        Vor der zweiten Zählung hatte niemand {a} gezählt.
        Dass {a} und {b} zusammenhängen, bemerkte zuerst ein Schreiber.
        Im Herbst stiegen die Preise, und {b} kosteten abermals mehr.
        Was nach der Flut geschah, erzählt das nächste Kapitel.""",
        """Zehn Rezepte für ein verregnetes Wochenende
        Unser Frühjahrskatalog für Küchenfliesen ist da""",
        """Obermarrener Bote
        Institut für Ortsgeschichte
        Tarnataler Rundschau""",
        """Startseite|Über uns|Themen|Archiv|Kontakt""",
        """Seite nicht gefunden|Die angeforderte Seite konnte leider nicht gefunden werden.
        Fehler 404|Die gewünschte Seite existiert nicht oder wurde verschoben.
        404 – Diese Seite gibt es nicht|Der Artikel wurde möglicherweise gelöscht.""",
    ),
    "fr": Language(
        """les bacs fluviaux
        les chorales de village
        les ponts de pierre
        les jardins d’école
        les foires d’hiver
        les moulins à vent""",
        """Haut-Marrel
        la vallée de la Tarne
        la côte de Salmer
        Neuvepierre""",
        """Comment {a} ont changé {b} : {p}
        Autour de {p} : {a} et {b}, 1890-1950
        {a} et {b}. Enquête à {p}""",
        """Les anciens connaissent {a} mieux que toutes les archives.
        Avant le second recensement, nul n’avait compté {a}.
        Le lien entre {a} et {b} fut remarqué d’abord par un greffier.
        À l’automne les prix montèrent, et {b} coûtèrent davantage.
        Ce qui suivit la crue est raconté au chapitre suivant.""",
        """Dix recettes pour un week-end de pluie
        Notre catalogue de carrelage est arrivé""",
        """Le Courrier de Marrel
        Institut d’histoire locale
        Revue de la Tarne""",
        """Accueil|À propos|Thèmes|Archives|Contact""",
        """Page introuvable|Désolé, la page que vous recherchez n’existe pas ou a été déplacée.
        Page non trouvée|La page demandée n’a pas été trouvée.
        Erreur 404|Cette page n’existe plus.""",
    ),
    "es": Language(
        """las barcazas del río
        los coros de aldea
        los puentes de piedra
        los huertos escolares
        las ferias de invierno
        los molinos de viento""",
        """Marrel Alto
        el valle del Tarna
        la costa de Salmera
        Piedranueva""",
        """Cómo {a} cambiaron {b} en {p}
        {a} y {b}: una encuesta en {p}, 1890-1950
        El lento regreso de {a} y de {b} a {p}""",
        """Los mayores recuerdan {a} mejor que cualquier archivo.
        Antes del segundo censo nadie había contado {a}.
        El vínculo entre {a} y {b} lo advirtió primero un escribano.
        En otoño subieron los precios, y {b} costaron más.
        Lo que pasó tras la crecida se cuenta en el capítulo siguiente.""",
        """Diez recetas para un fin de semana lluvioso
        Ya llegó nuestro catálogo de azulejos""",
        """El Correo de Marrel
        Instituto de Historia Local
        Revista del Tarna""",
        """Inicio|Quiénes somos|Temas|Archivo|Contacto""",
        """Página no encontrada|Lo sentimos, la página que busca no existe o ha sido eliminada.
        Error 404|No se ha encontrado la página solicitada.
        No encontramos esta página|El contenido que busca ya no está disponible. Página no encontrada.""",
    ),
    "it": Language(
        """i traghetti fluviali
        i cori di paese
        i ponti di pietra
        gli orti scolastici
        le fiere d’inverno
        i mulini a vento""",
        """Marrelalta
        la valle della Tarna
        la costa di Salmera
        Pietranuova""",
        """Come {a} cambiarono {b}: {p}
        {a} e {b}: un’indagine a {p}, 1890-1950
        Il lento ritorno: {a} e {b} a {p}""",
        """Gli anziani ricordano {a} meglio di ogni archivio.
        Prima del secondo censimento nessuno aveva contato {a}.
        Il legame tra {a} e {b} fu notato per primo da uno scrivano.
        In autunno i prezzi salirono, e {b} costarono di più.
        Ciò che avvenne dopo la piena è narrato nel capitolo seguente.""",
        """Dieci ricette per un fine settimana piovoso
        È arrivato il nostro catalogo di piastrelle""",
        """Il Corriere di Marrel
        Istituto di storia locale
        Rivista della Tarna""",
        """Home|Chi siamo|Temi|Archivio|Contatti""",
        """Pagina non trovata|Spiacenti, la pagina che cerchi non esiste o è stata rimossa.
        Errore 404|La pagina richiesta non è stata trovata.
        Questa pagina non esiste più|Il contenuto richiesto non è disponibile. Pagina non trovata.""",
    ),
    "pt": Language(
        """as balsas do rio
        os coros de aldeia
        as pontes de pedra
        as hortas escolares
        as feiras de inverno
        os moinhos de vento""",
        """Marrel de Cima
        o vale do Tarna
        a costa de Salmera
        Pedranova""",
        """Como {a} mudaram {b} em {p}
        {a} e {b}: um levantamento em {p}, 1890-1950
        O lento regresso: {a} e {b} em {p}""",
        """Os mais velhos lembram {a} melhor do que qualquer arquivo.
        Antes do segundo censo ninguém tinha contado {a}.
        A ligação entre {a} e {b} foi notada primeiro por um escrivão.
        No outono os preços subiram, e {b} custaram mais.
        O que houve depois da cheia é contado no capítulo seguinte.""",
        """Dez receitas para um fim de semana chuvoso
        Chegou o nosso catálogo de azulejos""",
        """O Correio de Marrel
        Instituto de História Local
        Revista do Tarna""",
        """Início|Sobre nós|Temas|Arquivo|Contacto""",
        """Página não encontrada|Lamentamos, a página que procura não existe ou foi removida.
        Erro 404|A página solicitada não foi encontrada.
        Esta página já não existe|O conteúdo procurado não está disponível. Página não encontrada.""",
    ),
    "pl": Language(
        """promy rzeczne
        chóry wiejskie
        kamienne mosty
        ogrody szkolne
        jarmarki zimowe
        wiatraki""",
        """Marzec Górny
        dolina Tarny
        wybrzeże Salmeru
        Nowy Kamień""",
        """Jak {a} zmieniały {b}: {p}
        {a} i {b}: badanie terenowe ({p}, 1890–1950)
        Powolny powrót: {a} oraz {b}, {p}""",
        """Starsi pamiętają {a} lepiej niż jakiekolwiek archiwum.
        Przed drugim spisem nikt tam nie liczył: {a}.
        Związek, jaki mają {a} i {b}, pierwszy dostrzegł pisarz gminny.
        Jesienią ceny wzrosły, a {b} znów kosztowały więcej.
        Co stało się po powodzi, opowiada następny rozdział.""",
        """Dziesięć przepisów na deszczowy weekend
        Nasz wiosenny katalog płytek już jest""",
        """Kurier Marzecki
        Instytut Historii Lokalnej
        Przegląd Tarny""",
        """Strona główna|O nas|Tematy|Archiwum|Kontakt""",
        """Nie znaleziono strony|Przepraszamy, strona, której szukasz, nie istnieje lub została usunięta.
        Błąd 404|Żądana strona nie została znaleziona.
        Strona nie istnieje|Podany adres jest nieprawidłowy lub strona została przeniesiona.""",
    ),
    "zh": Language(
        """河上渡船
        乡村合唱团
        石拱古桥
        学校菜园
        冬季集市
        风力磨坊""",
        """上马洛镇
        塔尔纳谷地
        盐湖沿岸
        新石城""",
        """{p}的{a}与{b}研究
        论{a}对{b}的影响：以{p}为例
        {a}与{b}在{p}的变迁""",
        """老人们对{a}的记忆胜过任何档案。
        第二次普查之前，{p}没有人统计过{a}。
        最早注意到{a}与{b}之间联系的是一名书记员。
        秋天物价上涨，{b}的费用再次增加。
        洪水之后发生的事将在下一章叙述。""",
        """雨天周末的十道家常菜
        本店春季厨房瓷砖目录已到货""",
        """上马洛日报
        地方史研究所
        塔尔纳评论""",
        """首页|关于我们|专题|档案|联系""",
        """页面不存在|抱歉，您访问的页面不存在或已被删除。
        404 找不到页面|很抱歉，找不到您要的网页。
        您访问的页面找不到了|该内容可能已被移动或删除。页面不存在。""",
    ),
    "ja": Language(
        """川の渡し船
        村の合唱団
        石造りの橋
        学校の菜園
        冬の市
        風車小屋""",
        """上マロ村
        タルナ渓谷
        塩湖の沿岸
        新石町""",
        """{p}における{a}と{b}
        {a}が{b}に与えた影響：{p}の事例
        {p}の{a}と{b}の変遷について""",
        """古老たちは{a}のことを、どの記録よりもよく覚えている。
        二度目の調査まで、{p}で{a}を数えた者はいなかった。
        {a}と{b}の関わりに最初に気づいたのは一人の書記であった。
        秋には物価が上がり、{b}の費用はまた増えた。
        洪水の後のことは次の章で述べる。""",
        """雨の週末に作りたい十のレシピ
        春の台所タイルのカタログができました""",
        """上マロ新報
        郷土史研究所
        タルナ評論""",
        """ホーム|概要|特集|資料|お問い合わせ""",
        """ページが見つかりません|お探しのページは見つかりませんでした。移動または削除された可能性があります。
        404 お探しのページは存在しません|指定されたページは存在しないか、すでに削除されています。
        お探しのページが見つかりませんでした|アドレスをご確認ください。""",
    ),
}
