"""Links: decides the state of a page, and finds a replacement for a lost one."""

from kzcheck.matching.links.drift import alike, distinctive_words, looked_for, mention
from kzcheck.matching.links.http_outcomes import State, by_status, failure
from kzcheck.matching.links.link_rot import Link, SeenLink, is_secured, seen, without_fragment
from kzcheck.matching.links.page_states import (
    PageState,
    accepted,
    anybody_answered,
    judge,
    shows,
    states,
    verified,
    wants_copy,
    wants_second_look,
    wants_sibling,
    works_at,
)
from kzcheck.matching.links.replacements import (
    Given,
    Replacement,
    given,
    given_copy,
    is_spared,
    original,
    ranked,
    replacement,
    seen_on,
)
from kzcheck.matching.links.slugs import slug_of_another
from kzcheck.matching.links.url_relations import address, is_resolver, sibling_of
