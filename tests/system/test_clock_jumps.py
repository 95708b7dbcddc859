#!/usr/bin/env python3
"""A register whose clock jumps, on and back: nothing is lost on the way to a council, nothing comes
twice, and what was counted from a day stays counted from it."""
import datetime
import unittest

from register import wait_for
from test_webhooks import WebhookTest

DAY = datetime.timedelta(days=1)


class ClockJumps(WebhookTest):

    def jump_to(self, day):
        """The register stands still while its clock is set to that time of the clock's own day 0."""
        self.register.stop()
        self.register.now = day and day.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.register.start()

    def alerts(self):
        return self.call("GET", "/v1/alerts", "MAN").json()["alerts"]

    def duties(self):
        """The clock of each alert: its due day, and from when it counts."""
        found = self.call("GET", "/v1/duties?kind=acknowledge_alert", "MAN").json()["duties"]
        return {one["about"]["id"]: (one["due_on"], one["opened_on"]) for one in found}

    def test_on_and_back_and_on_again(self):
        self.webhook("/jumps")
        now = datetime.datetime.now(datetime.timezone.utc)
        counted = {}
        for jump in (now, now + 9 * DAY, now - 3 * DAY, now + 2 * DAY, None):
            self.jump_to(jump)
            before = {one["id"] for one in self.alerts()}
            self.happen(2)
            alerts = self.alerts()
            new = [one for one in alerts if one["id"] not in before]
            self.assertEqual(len(new), 2)
            day = (jump or now).date().isoformat()
            self.assertEqual({one["raised_at"][:10] for one in new}, {day})
            duties = wait_for(lambda: len(got := self.duties()) == len(alerts) and got, "their clocks", 20)
            # Each begins on its alert's own day, and none of those before has moved.
            self.assertEqual({duties[one["id"]][1] for one in new}, {day})
            self.assertEqual({id: duty for id, duty in duties.items() if id in counted}, counted)
            counted = duties
        alerts = self.alerts()
        self.assertEqual([one["number"] for one in alerts], list(range(1, 11)))
        self.assertEqual(len({one["entry"]["id"] for one in alerts}), 10)
        self.received("/jumps", 10)
        self.assertEqual(self.seqs("/jumps"), list(range(1, 11)))
        self.assertEqual(len(set(self.receiver.ids("/jumps"))), 10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
