"""Common given names, folded: two capitalised words of which the first is one of these are a person, not a body or a thing."""

from __future__ import annotations

from kzcheck.language.folding import fold

_NAMES = frozenset(
    """aaron abdul abdullah abraham abzal adam adele adolf adrian agnes ahmad ahmed aibek aigul akira alain alan albert
        alberto aleksandr aleksei alessandro alex alexander alexandre alexei alexis alfred alfredo ali alibek alice
        alikhan allan allen altay alvin amanda amartya amir amitai amy ana anatol anatolii andre andrea andreas andrei
        andrew andy angela ann anna anne annette anthony antoine anton antonio antonina anwar arash ariel aristide arjun
        armand arnold arthur arturo astrid august auguste augusto austin avi axel ayse aziz barack barbara barry basil
        beatrice ben benedict benedetto benjamin bernard bernd bernhard bertolt bertrand beth betty bill birgit boris brad
        brian bronislaw bruce bruno burak camille carl carla carlo carlos carol caroline catherine cecil cemal cemil
        charles charlotte chris christian christiane christine christoph christopher claire clara clark claude claudia
        claus clement clifford colin constantin craig cynthia dale dan daniel daniela daron dauren david deborah denis
        dennis derek diana didier diego dieter dimitri dmitri dmitrii dominic dominique don donald donna dorothy douglas
        dylan eberhard ed eduard eduardo edgar edith edmund edward edwin eleanor elena elias elinor elisabeth elizabeth
        ella ellen elmira emanuel emil emile emily emma emmanuel emre enrico enrique eric erich erik ernest ernesto ernst
        erol ervin erving erwin esther etienne eugen eugene eva evgenii evelyn fatima fatma federico felix ferdinand
        fernand fernando fevzi firat florence florian francesca francesco francis francisco franco francois frank frantz
        franz fred frederic frederick fredric friedrich fritz fuat gabriel gabriela gabrielle gary gaston gayatri gennadii
        geoffrey georg george georges gerald gerard gerd gerhard gert gilbert gilles giorgio giovanni giulia giuseppe
        gordon grace graham greg gregor gregory greta guido guillaume gunnar gunther gustav guy gulnara hakan hal halil
        hamid han hannah hans harald harold harriet harry hartmut harvey hasan hassan hector heinrich heinz helen helena
        helene helga helmut henri henrik henry herbert hermann hilary hiroshi homi howard hubert hugh hugo huseyin ian
        ibrahim ignacio igor ilber ilia immanuel imre inga ingrid irene irina isaac isabel isabella isaiah ismail istvan
        ivan ivo jack jackie jacob jacqueline jacques jaime jake jakob james jan jane janet janos jason javier jawaharlal
        jay jean jeff jeffrey jennifer jens jeremy jerome jerry jesse jessica jesus jill jim joan joao joachim jody joe
        joel joerg johan johann johannes john jon jonas jonathan jorg jorge jose josef joseph joshua juan judith julia
        julian julien juliette julio julius jun jurgen justin kamal karen karin karl kate katherine kathleen kathryn
        katrin kazuo keith kemal ken kenneth kevin kim kirill klaus konrad konstantin kristina kurt kwame lars laura
        laurence laurent lawrence lee leila lenore leo leon leonard leonardo leonid leopold leslie lev lewis liam lida
        lidia linda lisa lorenzo lothar louis louise luc lucas lucia lucien ludmila ludwig luigi luis lukas luke lydia
        lynn madeleine mahatma mahmut manfred manuel marc marcel marcello marco marcus margaret margot maria marian
        marianne marie marina mario marion mark markus marshall marta martha martin martina mary masao matthew matthias
        maurice max maxim maximilian maya mehmet melanie melvin mercedes michael michel michelle miguel mihail mikael mike
        mikhail milan milton miriam mohamed mohammad mohammed monica monika mukhtar murat mustafa nancy naomi natalia
        natalie nathan nathalie nasser neil nelson niccolo nicholas nick nicola nicolas nicole niels niklas nikita nikolai
        nils nina noah noam noel nora norbert norman nur nursultan octavio oleg olga oliver olivier olzhas omar oscar
        oskar osman otto owen pablo paolo pascal patricia patrick paul paula paulo pavel pedro peggy penelope peter philip
        philippe phillip pierre pietro pyotr petr qasym rachel rainer ralf ralph ramon raphael raul ray raymond rebecca
        reinhard rene ricardo richard rita robert roberta roberto robin rodney roger roland rolf roman ron ronald rosa
        rosalind roy rudolf rudolph rupert ruslan russell ruth ryan sabine sally salman sam samir samuel sandra sara sarah
        saul scott sean sebastian selim serge sergei sergey serhii serik sergio sharon sheila shigeru sidney siegfried
        sigmund silvia simon simone sofia solomon sonia sophie stanislav stanley stefan stella stephan stephane stephen
        steve steven stuart sulaiman sun susan susanne suleyman svetlana sven sylvia tariq tatiana ted teresa terence
        terry theda theo theodor theodore theresa thomas thorstein tim timothy timur tobias todd tom tomas tony torsten
        trevor tuncay udo ulrich ulrike ulugbek umberto ursula uwe valentin valentina valery vasilii vera vernon victor
        victoria viktor vilfredo vincent virginia vita vitalii vittorio vladimir volker walter wayne wendy werner wilhelm
        willem william willy winston wolfgang woodrow xavier yasushi yuri yusuf yves zaki zbigniew zhores ziya zygmunt
        abai abylai ahmet anuar askar baurzhan bolat erlan erzhan galym kanat kasym kairat marat nurlan oraz rashid sabit
        shokan talgat yerlan aleksandra ekaterina elizaveta galina iulia larisa liudmila mariia nadezhda nataliia tamara
        zhanna artem ilya kliment maksim semen stepan vasily vladislav yakov yegor sergej andrej nikolaj aleksej jurij
        evgenij abdurrahman cengiz deniz elif erdal ertugrul fahri halide haldun hikmet ilhan metin niyazi nurettin oguz
        orhan rauf recep sabri sadri semih serif tarik tayyip turan yasar yahya zeki""".split()
)


# Companies and places that bear a person's whole name.
_FIRMS = frozenset(
    [
        "philip morris",
        "johns hopkins",
        "eli lilly",
        "merrill lynch",
        "charles schwab",
        "john deere",
        "louis vuitton",
        "robert bosch",
    ]
)


def is_firm(name: str) -> bool:
    """Tell whether a whole name is a company's: Philip Morris makes cigarettes and no statements of his own."""
    return fold(name) in _FIRMS


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name, in any script that folds to Latin letters."""
    return fold(word) in _NAMES
