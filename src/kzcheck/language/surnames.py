"""Surnames so common that two people of one list may well share one, or differ in it by a letter: no proof of a person.

Our own choice of the most frequent surnames of the countries that write most. Those of China, Korea, Japan and Vietnam stand apart:
there people of one surname often have the same two initials, too.
"""

from __future__ import annotations

from kzcheck.language.folding import fold_name

_EAST_ASIAN = frozenset(
    map(
        fold_name,
        """wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han
        feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren lv shen yao lou cui
        zhong tan jin fan jia wen fang shi xiong bai meng qin qiu hou zou xue yan duan lei tao shao mao wan gu lai hao
        gong hong chang chan cheung wong lee leung lau ng ho yip chow chung kwok tsang lam fung tse chu kim park choi
        jung jeong kang cho yoon jang lim shin oh seo kwon hwang ahn yoo jeon ko moon son bae baek heo nam nguyen tran
        le pham hoang phan vu vo dang bui do ngo duong sato suzuki takahashi tanaka watanabe ito yamamoto nakamura
        kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu mori abe ikeda hashimoto
        ishikawa ogawa""".split(),
    ),
)
_OTHERS = frozenset(
    map(
        fold_name,
        """kumar singh sharma gupta patel shah das roy rao reddy khan verma mishra jain mehta ghosh bose chakraborty banerjee
        mukherjee sarkar iyer nair ali ahmed ahmad hassan hussain hussein mohamed mohammed mohammad ibrahim rahman
        islam smith johnson williams brown jones miller davis wilson anderson taylor thomas moore martin jackson
        thompson white harris clark lewis robinson walker young allen king wright scott hill green adams baker nelson
        mitchell campbell roberts carter phillips evans turner parker collins edwards stewart morris murphy cook
        rogers morgan cooper bell bailey kelly howard ward cox richardson wood watson brooks bennett gray james hughes
        price myers foster ross jenkins perry powell sullivan russell cohen levy fisher graham simpson hunter marshall
        mueller muller schmidt schmitt schneider fischer weber meyer maier mayer meier wagner becker schulz hoffmann
        hofmann koch bauer richter klein wolf schroeder neumann schwarz zimmermann braun krueger hartmann lange werner
        krause lehmann hansen jensen nielsen larsen andersen pedersen petersen christensen olsen johansson andersson
        karlsson nilsson eriksson larsson olsson persson svensson gustafsson jansen janssen vries bernard dubois
        durand robert richard petit leroy moreau simon laurent lefebvre michel garcia rodriguez gonzalez fernandez
        lopez martinez sanchez perez gomez diaz hernandez ruiz torres ramirez flores rivera morales ortiz gutierrez
        castro alvarez romero silva santos oliveira souza sousa pereira costa ferreira rodrigues almeida lima carvalho
        ribeiro alves martins gomes rossi russo ferrari esposito bianchi romano ricci marino greco bruno conti ivanov
        smirnov kuznetsov popov vasilev petrov sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev
        semenov egorov pavlov kozlov stepanov nikolaev orlov andreev makarov nikitin zakharov ivanova smirnova
        kuznetsova popova petrova akhmetov omarov ospanov iskakov suleimenov abdrakhmanov ibraev kasymov sadykov
        yilmaz kaya demir celik sahin yildiz yildirim ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc
        kurt ozkan simsek polat korkmaz nowak kowalski nagy kovacs toth szabo horvath novak long""".split(),
    ),
)


def is_common(surname: str) -> bool:
    """Tell whether a surname is one of the common ones, in any script and transliteration."""
    return fold_name(surname) in _OTHERS or is_east_asian(surname)


def is_east_asian(surname: str) -> bool:
    """Tell whether a surname is a common one of China, Korea, Japan or Vietnam."""
    return fold_name(surname) in _EAST_ASIAN
