"""Constraints of partnerships, agencies, posts, house style and accounts."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnership.history import recording, revise
from partnership.models import HouseStyle, Partnership, User
from partnership.models.partnership import RESERVED_SLUGS
from partnership.palette import contrast
from partnership.services.agency import add_agency, add_post
from partnership.services.partnership import found_partnership
from partnership.urls import urlpatterns
from tests.helpers.builders import PASSWORD, make_user


def messages_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


def found(slug="chalkshire", **values):
    return found_partnership(by=None, name="Chalkshire", short_name="CSCP", slug=slug, **values)


class TestPartnership:
    def test_comes_with_style_and_every_rating(self, db):
        partnership = found(ratings=[("on_track", "On course", "As planned.")])
        assert partnership.house_style.colour == "#1d4f7a"
        ratings = partnership.ratingdefinition_set.all()
        assert [(r.kind, r.label) for r in ratings] == [
            ("off_track", "Red"),
            ("at_risk", "Amber"),
            ("on_track", "On course"),
            ("complete", "Complete"),
            ("not_rated", "Not yet rated"),
        ]
        assert ratings[2].meaning == "As planned."

    def test_is_founded_in_one_change(self, db):
        partnership = found()
        assert len({p.change_id for p in partnership.history.all()}) == 1
        assert partnership.changes.count() == 1

    @pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
    def test_may_not_take_an_address_of_ours(self, db, slug):
        assert "This address is already used." in messages_of(found, slug)
        assert not Partnership.objects.exists()

    @pytest.mark.parametrize("slug", ["helpshire", "admin-shire", "helps"])
    def test_may_take_one_that_only_begins_like_it(self, db, slug):
        assert found(slug).slug == slug

    def test_two_may_share_a_short_name_but_no_address(self, db):
        found()
        assert messages_of(found) == ["Partnership with this Address already exists."]
        assert found("other").short_name == "CSCP"

    def test_every_first_part_of_an_address_is_reserved(self):
        first = {str(pattern.pattern).strip("/").split("/")[0] for pattern in urlpatterns}
        # A slug has no dot, so no partnership can take “.well-known”.
        assert {part for part in first if part and not {"<", "."} & set(part)} <= RESERVED_SLUGS


class TestAgency:
    def test_once_by_name_in_a_partnership(self, people):
        values = {"name": "Ashshire Council", "sector": "council", "standing": "statutory"}
        assert messages_of(
            add_agency, people.partnership, by=people.business_manager, **values
        ) == ["There is already an agency with this name."]
        other = people.elsewhere.people.partnership
        assert add_agency(other, by=people.outsider, **values).partnership == other

    def test_may_be_succeeded_but_not_by_itself(self, people):
        ccg, icb = people.council, people.police
        assert revise(ccg, by=people.business_manager, succeeded_by=icb).succeeded_by == icb
        assert messages_of(revise, ccg, by=people.business_manager, succeeded_by=ccg) == [
            "An agency cannot succeed itself."
        ]
        assert list(icb.predecessors.all()) == [ccg]

    def test_the_database_holds_the_rule_too(self, people):
        people.council.succeeded_by = people.council
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            recording(by=people.business_manager),
        ):
            people.council.save()


def test_a_post_may_be_held_by_nobody(people):
    post = add_post(people.partnership, by=people.business_manager, title="Data Analyst")
    assert (post.holder, post.agency) == (None, None)
    assert messages_of(
        add_post, people.partnership, by=people.business_manager, title="Data Analyst"
    ) == ["There is already a post with this title."]


class TestHouseStyle:
    @pytest.mark.parametrize("colour", ["#000000", "#1d4f7a", "#767676"])
    def test_a_colour_that_carries_white_letters(self, db, colour):
        assert found(colour=colour).house_style.colour == colour

    @pytest.mark.parametrize(
        ("colour", "message"),
        [
            ("#777777", "White text is not readable on this colour. Choose a darker one."),
            ("#ffffff", "White text is not readable on this colour. Choose a darker one."),
            ("red", "Enter a colour like #1d4f7a."),
            ("#1d4f7", "Enter a colour like #1d4f7a."),
            ("#1d4f7a\n", "Enter a colour like #1d4f7a."),
            ("#1d4f7g", "Enter a colour like #1d4f7a."),
        ],
    )
    def test_another_is_refused(self, people, colour, message):
        """Each with its own sentence, however little the text looks like a colour."""
        style = HouseStyle(partnership=people.partnership, colour=colour)
        with pytest.raises(ValidationError) as refused:
            style.clean_fields()
        assert message in refused.value.message_dict["colour"]

    def test_contrast_as_the_guidelines_compute_it(self):
        assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)

    @given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
    def test_contrast_is_never_out_of_bounds(self, colour):
        assert 1 <= contrast(colour, "#ffffff") <= 21


class TestAccount:
    def test_one_account_an_address_however_it_is_written(self, people):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_user("Member", "Ashshire")

    def test_the_address_is_kept_in_small_letters(self, db):
        assert (
            User.objects.create_user("Somebody@Example.ORG", PASSWORD).email
            == "somebody@example.org"
        )

    def test_is_found_however_it_is_written(self, people):
        assert User.objects.get_by_natural_key("MEMBER@ashshire.EXAMPLE") == people.member

    def test_carries_no_rights_of_its_own(self, people):
        for person in (people.business_manager, people.chair, people.scrutineer):
            assert (person.is_staff, person.is_superuser) == (False, False)
            assert person.get_all_permissions() == set()
