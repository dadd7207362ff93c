"""What the overview of a corpus asks of its tables, in DuckDB's SQL; every order is complete, so answers are always the same."""

# ruff: noqa: S608 - the queries are made of nothing but constants of ours

from __future__ import annotations

from kzcheck.corpus.rows import AUDITED

MOST_ARTICLES = 2000
"""Articles in the list, the worst first: half a megabyte. All others are in the tables."""
MOST_STOPPED = 200
"""Articles that were not audited which are named."""
MOST_WORKS = 50
"""Works with the same fault in several articles which are named."""
MOST_NAMES = 25
"""Journals and hosts in a table."""
MOST_EXAMPLES = 5
"""Articles named beside a rule, or beside a work."""
OLDEST_LINK = 20
"""Years of age from which links are counted together."""
OF_ONE_LIST = ("REF207", "REF209", "REF213", "REF216", "REF217", "REF219", "REF220", "REF225", "REF226")
"""Rules that compare the entries of a list with each other: what they find concerns one list, and not the work."""
LOST = ("dead", "soft-404")
"""The states of links that no longer lead to the cited page."""

RANK = "case severity when 'error' then 3 when 'warning' then 2 else 1 end"
GRAVEST = f"case max({RANK}) when 3 then 'error' when 2 then 'warning' else 'note' end"
SUMS = "sum(errors)::bigint as errors, sum(warnings)::bigint as warnings, sum(notes)::bigint as notes"
WORST = f" order by errors desc, warnings desc, notes desc, 1 limit {MOST_NAMES}"
NUMBERS = ("claims", "errors", "warnings", "notes", "hidden", "unchecked", "faults")
TOTALS = f"""
select count(*), count(*) filter (state = '{AUDITED}'), count(*) filter (errors + warnings > 0),
    (select count(*) from "references"), (select count(distinct work) from "references"),
    {", ".join(f"coalesce(sum({number}), 0)::bigint" for number in NUMBERS)},
    coalesce(string_agg(distinct kzcheck, ', ' order by kzcheck), ''), epoch(min(time)), epoch(max(time))
from articles"""
RULES = f"""
select code, min(name), {GRAVEST}, count(*), count(distinct article)
from findings group by code order by max({RANK}) desc, count(*) desc, code"""
EXAMPLES_OF_RULES = f"""
select code, number, article, page, title from (
    select code, article, count(*) as number, row_number() over (partition by code order by count(*) desc, article) as place
    from findings group by code, article
) join articles using (article) where place <= {MOST_EXAMPLES} order by code, place"""
BY_ARTICLE = f"""
select {{of}}, count(*), sum("references")::bigint, {SUMS}
from articles where {{key}} is not null group by {{key}}"""
BY_YEAR = BY_ARTICLE.format(of="year", key="year") + " order by 1"
BY_JOURNAL = BY_ARTICLE.format(of="min(journal)", key="lower(journal)") + WORST
ON_REFERENCES = """
create temp table on_references as
select article, reference, count(*) filter (severity = 'error') as errors, count(*) filter (severity = 'warning') as warnings,
    count(*) filter (severity = 'note') as notes
from findings where reference is not null group by article, reference"""
BY_REFERENCE = """
select {of}, count(distinct article), count(*), coalesce(sum(errors), 0)::bigint as errors,
    coalesce(sum(warnings), 0)::bigint as warnings, coalesce(sum(notes), 0)::bigint as notes
from "references" left join on_references using (article, reference) where {key} is not null and {where} group by {key}"""
BY_WORK_YEAR = BY_REFERENCE.format(of="year", key="year", where="true") + " order by 1"
BY_CITED_JOURNAL = (
    BY_REFERENCE.format(of="min(container)", key="lower(container)", where="type = 'article-journal'")
    + " having errors + warnings > 0"
    + WORST
)
AGES = f"""
select least(age // 365, {OLDEST_LINK}) as years, state, count(*) from pages where age >= 0 group by all order by all"""
HOSTS = f"""
with links as (
    select host, count(*) as links, count(*) filter (state in {LOST}) as lost, count(*) filter (state = 'moved') as moved,
        count(*) filter (state in ('blocked', 'failed')) as unread, count(*) filter (state = 'not-visited') as unvisited
    from pages where host is not null group by host
), found as (
    select host, sum(errors)::bigint as errors, sum(warnings)::bigint as warnings
    from "references" join on_references using (article, reference) where host is not null group by host
)
select host, links, lost, moved, unread, unvisited, coalesce(errors, 0) as errors, coalesce(warnings, 0) as warnings
from links left join found using (host) order by lost desc, errors desc, warnings desc, links desc, host limit {MOST_NAMES}"""
STATES = "select state, count(*) from {table} group by state order by state"
STEPS = "select step, sum(subjects)::bigint, sum(unchecked)::bigint from checks group by step having sum(subjects) > 0"
REASONS = """
select step, service, reason, min(message), count(*) as checks, count(distinct article)
from unchecked group by step, service, reason order by step, checks desc, service, reason"""
FAULTS = f"""
create temp table faults as
select work, code, min(name) as name, {GRAVEST} as severity, count(distinct article) as articles, min(message) as message,
    max({RANK}) as rank
from findings join "references" using (article, reference)
where severity <> 'note' and work is not null and regexp_matches(code, '^(REF|ID|LINK|WORK)') and code not in {OF_ONE_LIST}
group by work, code having count(distinct article) > 1"""
WORST_WORKS = f"""
select work, row_number() over (order by max(rank) desc, max(articles) desc, work) as place
from faults group by work qualify place <= {MOST_WORKS}"""
FAULTS_OF_WORST = f"""
select work, code, name, severity, articles, message
from faults join ({WORST_WORKS}) using (work)
order by place, rank desc, articles desc, code"""
LISTED = f"""
select work, min(title), min(author), min(year), min(doi), count(distinct article)
from "references" where work in (select work from ({WORST_WORKS})) group by work"""
EXAMPLES_OF_WORKS = f"""
select work, article, page, title from (
    select work, article, row_number() over (partition by work order by article) as place from (
        select distinct work, article from findings join "references" using (article, reference) join faults using (work, code)
    )
) join articles using (article)
where place <= {MOST_EXAMPLES} and work in (select work from ({WORST_WORKS})) order by work, place"""
STOPPED = f"select article, state, reason from articles where state <> '{AUDITED}' order by state, article limit {MOST_STOPPED}"
ARTICLES = f"""
select article, page, title, journal, year, "references", errors, warnings, notes, unchecked
from articles where state = '{AUDITED}' order by errors desc, warnings desc, notes desc, article limit {MOST_ARTICLES}"""
