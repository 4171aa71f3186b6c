"""The queue of jobs: asked for once, done once, in a fair order, and ended in a sentence after three attempts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from partnership.history import recording
from partnership.jobs import LostClaim, MadeFile
from partnership.models import Job, JobFile, Worker
from partnership.services.job import (
    WORN_OUT,
    beat,
    claim_job,
    complete_job,
    delete_expired,
    end_attempt,
    fail_job,
    give_back,
    report_progress,
    take_up_lost,
)
from partnership.services.redaction import register
from tests.helpers.builders import NOW, TODAY, make_user
from tests.helpers.jobs import make_file_job

FILE = MadeFile("Date,Who\n", "csv", ("Changes",))
SILENCE = Worker.SILENCE + timedelta(seconds=1)


@pytest.fixture
def worker(people):
    worker = Worker()
    beat(worker, at=NOW)
    return worker


@pytest.fixture
def other_worker(people):
    worker = Worker()
    beat(worker, at=NOW)
    return worker


def ask(person, people, query=""):
    return make_file_job(people.partnership, by=person, query=query)


def state(job):
    found = Job.objects.get(pk=job.pk)
    return found.state, found.attempts


class TestAsking:
    def test_the_same_thing_gives_the_same_job_while_it_is_under_way(self, people, worker):
        job = ask(people.member, people)
        assert ask(people.member, people) == job
        claim_job(worker, at=NOW)
        assert ask(people.member, people) == job
        assert ask(people.member, people, "quiet=any") != job
        assert ask(people.chair, people) != job

    def test_a_file_that_says_the_same_today_is_not_made_again(self, people, worker):
        job = ask(people.member, people)
        complete_job(claim_job(worker, at=NOW), FILE, roles=(), at=NOW)
        assert ask(people.member, people) == job

    def test_once_something_has_changed_it_is_made_again(self, people, plan, worker):
        job = ask(people.member, people)
        complete_job(claim_job(worker, at=NOW), FILE, roles=(), at=NOW)
        with recording(by=people.business_manager, at=NOW):
            plan.title = "Another title"
            plan.save()
        assert ask(people.member, people) != job

    def test_the_next_day_it_is_made_again(self, people, worker, clock):
        job = ask(people.member, people)
        complete_job(claim_job(worker, at=NOW), FILE, roles=(), at=NOW)
        clock.at = NOW + timedelta(days=1)
        assert ask(people.member, people) != job

    def test_what_failed_is_asked_for_anew(self, people, worker):
        job = ask(people.member, people)
        fail_job(claim_job(worker, at=NOW), "No.", at=NOW)
        assert ask(people.member, people) != job


class TestOrder:
    def test_one_of_a_person_and_one_of_a_partnership_at_a_time(self, people, worker):
        first, second = ask(people.member, people), ask(people.member, people, "quiet=any")
        third = ask(people.chair, people)
        claimed = claim_job(worker, at=NOW)
        assert claimed == first
        assert claim_job(worker, at=NOW) is None
        complete_job(claimed, FILE, roles=(), at=NOW)
        assert claim_job(worker, at=NOW) == second
        assert state(third) == ("queued", 0)

    def test_many_of_one_partnership_do_not_hold_up_another(self, people, worker):
        mine = [ask(people.member, people, f"before={number}") for number in range(3)]
        theirs = make_file_job(people.elsewhere.people.partnership, by=people.outsider)
        order = []
        for minute in range(4):
            at = NOW + timedelta(minutes=minute)
            job = claim_job(worker, at=at)
            order.append(job)
            complete_job(job, FILE, roles=(), at=at)
        assert order == [mine[0], theirs, *mine[1:]]

    def test_both_are_done_side_by_side_by_two_workers(self, people, worker, other_worker):
        mine = ask(people.member, people)
        theirs = make_file_job(people.elsewhere.people.partnership, by=people.outsider)
        assert {claim_job(w, at=NOW) for w in (worker, other_worker)} == {mine, theirs}

    @pytest.mark.parametrize("same", ["partnership", "by"])
    def test_the_database_itself_refuses_a_second_one(self, people, worker, same):
        first, second = ask(people.member, people), ask(people.member, people, "quiet=any")
        if same == "by":
            second.partnership = people.elsewhere.people.partnership
        else:
            second.by = people.chair
        for job in (first, second):
            job.begin(worker, at=NOW, basis="")
        first.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save()


class TestAttempts:
    def test_a_job_of_a_silent_worker_is_taken_up(self, people, worker, other_worker):
        job = ask(people.member, people)
        claim_job(worker, at=NOW)
        assert take_up_lost(other_worker, at=NOW + Worker.SILENCE) == 0
        assert state(job) == ("running", 1)
        assert take_up_lost(other_worker, at=NOW + SILENCE) == 1
        assert state(job) == ("queued", 1)
        assert claim_job(other_worker, at=NOW + SILENCE) == job

    def test_a_worker_that_says_it_is_alive_keeps_its_job(self, people, worker, other_worker):
        job = ask(people.member, people)
        claim_job(worker, at=NOW)
        beat(worker, at=NOW + SILENCE)
        assert take_up_lost(other_worker, at=NOW + SILENCE) == 0
        assert state(job) == ("running", 1)

    def test_what_a_worker_left_undone_itself_is_taken_up_by_it(self, people, worker):
        """Its database was away when it wanted to say how the attempt ended."""
        job = ask(people.member, people)
        claim_job(worker, at=NOW)
        assert take_up_lost(worker, at=NOW) == 1
        assert state(job) == ("queued", 1)

    def test_three_attempts_that_are_lost_end_in_a_sentence(self, people, worker):
        job = ask(people.member, people)
        for number in (1, 2, 3):
            assert claim_job(worker, at=NOW) == job
            take_up_lost(worker, at=NOW)
            assert state(job) == ("failed" if number == 3 else "queued", number)
        assert Job.objects.get().error == WORN_OUT
        assert claim_job(worker, at=NOW) is None

    def test_an_attempt_that_failed_is_followed_by_another_after_a_pause(self, people, worker):
        job = ask(people.member, people)
        end_attempt(claim_job(worker, at=NOW), at=NOW)
        assert claim_job(worker, at=NOW) is None
        assert claim_job(worker, at=NOW + Job.PAUSE) == job

    def test_an_attempt_that_was_given_back_does_not_count(self, people, worker):
        job = ask(people.member, people)
        give_back(claim_job(worker, at=NOW))
        assert state(job) == ("queued", 0)


@pytest.mark.parametrize(
    "write",
    [
        lambda job: complete_job(job, FILE, roles=(), at=NOW),
        lambda job: fail_job(job, "No.", at=NOW),
        lambda job: end_attempt(job, at=NOW),
        lambda job: report_progress(job, 1, 2, "Slow"),
        give_back,
    ],
    ids=["complete", "fail", "end", "report", "give back"],
)
def test_a_slow_attempt_cannot_write_over_the_next_one(people, worker, other_worker, write):
    ask(people.member, people)
    slow = claim_job(worker, at=NOW)
    take_up_lost(other_worker, at=NOW + SILENCE)
    with pytest.raises(LostClaim):
        write(slow)  # while nobody has taken it up yet
    quick = claim_job(other_worker, at=NOW + SILENCE)
    with pytest.raises(LostClaim):
        write(slow)
    complete_job(quick, MadeFile("quick", "csv", ("Changes",)), roles=(), at=NOW)
    with pytest.raises(LostClaim):
        write(slow)
    assert bytes(JobFile.objects.get().content).decode("utf-8-sig") == "quick"
    assert state(quick) == ("done", 2)


def test_files_are_deleted_a_week_after_they_were_made(people, worker):
    ask(people.member, people)
    complete_job(claim_job(worker, at=NOW), FILE, roles=(), at=NOW)
    delete_expired(at=NOW + Job.KEPT - timedelta(seconds=1))
    assert JobFile.objects.count() == 1
    delete_expired(at=NOW + Job.KEPT)
    assert not JobFile.objects.exists()
    assert not Job.objects.exists()


def test_workers_that_have_long_been_gone_are_forgotten(people, worker, other_worker):
    at = NOW + Worker.FORGOTTEN + timedelta(seconds=1)
    beat(other_worker, at=at)
    delete_expired(at=at)
    assert list(Worker.objects.all()) == [other_worker]
    beat(worker, at=at)  # it was only asleep
    assert Worker.objects.count() == 2


def test_a_redaction_takes_the_files_along(people, worker):
    """Whatever they hold, it may be the words; others' partnerships keep theirs."""
    ask(people.member, people)
    complete_job(claim_job(worker, at=NOW), FILE, roles=(), at=NOW)
    ask(people.chair, people)
    slow = claim_job(worker, at=NOW)
    theirs = make_file_job(people.elsewhere.people.partnership, by=people.outsider)
    with recording(by=people.business_manager, at=NOW):
        register(
            people.partnership, by=people.business_manager, reason="Named", where="Plan", at=NOW
        )
    assert list(Job.objects.all()) == [theirs]
    with pytest.raises(LostClaim):
        complete_job(slow, FILE, roles=(), at=NOW)


def test_somebody_in_two_partnerships_is_one_person(people, worker, other_worker):
    both = make_user("both", "ashshire")
    ask(both, people)
    make_file_job(people.elsewhere.people.partnership, by=both)
    assert claim_job(worker, at=NOW) is not None
    assert claim_job(other_worker, at=NOW) is None
    assert both.partnership_ids(TODAY) == set()
