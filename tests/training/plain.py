"""Known works, and chance that always takes the first choice, so that a style prints its plainest form."""

from random import Random

from works import Person, Work

ARTICLE = Work(
    kind="article-journal",
    language="ru",
    title="Степные дороги",
    subtitle="история и современность",
    authors=(Person("Иванов", "Пётр", "Ильич", "Иванова"), Person("Ким", "Анна", "", "Ким")),
    container="Вопросы истории",
    issued=(2014,),
    volume="5",
    issue="3",
    pages="10-13",
    url="https://example.org/1",
    accessed=(2024, 3, 9),
)
BOOK = Work(
    kind="book",
    language="ru",
    title="Степные дороги",
    authors=(Person("Иванов", "Пётр", "Ильич", "Иванова"),),
    editors=(Person("Ахметова", "Роза", "Маратовна", "Ахметовой"),),
    edition="2-е изд.",
    places=("Алматы",),
    publisher="Мектеп",
    issued=(2001,),
    number_of_pages="240",
)
TURKISH_ARTICLE = Work(
    kind="article-journal",
    language="tr",
    title="Bozkırın Sesi",
    subtitle="Bir İnceleme",
    authors=(Person("Kaya", "İlhan"), Person("Şen", "Ayşe")),
    container="Tarih Mecmuası",
    issued=(2014,),
    volume="5",
    issue="3",
    pages="10-13",
    doi="10.5555/123",
)
TURKISH_BOOK = Work(
    kind="book",
    language="tr",
    title="Bozkırın Sesi",
    authors=(Person("Kaya", "İlhan"),),
    translators=(Person("Er", "Gül"),),
    edition="2. Baskı",
    places=("Ankara",),
    publisher="Akçağ",
    issued=(2001,),
    number_of_pages="240",
)


class Plain(Random):
    chance = 0.45

    def random(self):
        return self.chance

    def choice(self, seq):
        return seq[0]

    def randint(self, a, b):  # noqa: ARG002
        return a


def fields(reference):
    """Return the marked words by field; a field may occur more than once."""
    return [(field, reference.text[start:end]) for field, start, end in reference.spans]
