// SPDX-License-Identifier: GPL-2.0-only
/** @file Reports of mailboxes elsewhere. Rows: docs/spec/behaviour/subscriptions.md. */
#include "pubsub/remote_mailbox.h"

#include <gtest/gtest.h>

namespace sipcore::pubsub {

namespace {

TEST(MessageSummary, IsRead)  // sub-s1-1
{
    EXPECT_EQ(read_summary("Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n"), (MessageCounts{2, 8}));
    EXPECT_EQ(read_summary("voice-message:0/0\n"), (MessageCounts{0, 0}));
    EXPECT_EQ(read_summary("Messages-Waiting: yes\r\n"), std::nullopt);
    EXPECT_EQ(read_summary("Voice-Message: two/8\r\n"), std::nullopt);
    EXPECT_EQ(read_summary("Voice-Message: 2\r\n"), std::nullopt);
    EXPECT_EQ(read_summary("Voice-Message: 2/\r\n"), std::nullopt);
    EXPECT_EQ(read_summary("Voice-Message: 99999999999999/1\r\n"), std::nullopt);
    EXPECT_EQ(read_summary(""), std::nullopt);
}

TEST(RemoteMailbox, KnowsWhatAnAnswerMeans)  // sub-4-2 sub-4-3 sub-4-4 sub-4-5
{
    EXPECT_EQ(outcome_of(200), RemoteOutcome::subscribed);
    EXPECT_EQ(outcome_of(202), RemoteOutcome::subscribed);
    EXPECT_EQ(outcome_of(401), RemoteOutcome::challenge);
    EXPECT_EQ(outcome_of(407), RemoteOutcome::challenge);
    for (int status : {400, 403, 404, 414, 481, 493, 500, 501})
        EXPECT_EQ(outcome_of(status), RemoteOutcome::give_up) << status;
    for (int status : {302, 408, 480, 503, 603})
        EXPECT_EQ(outcome_of(status), RemoteOutcome::later) << status;
}

}  // namespace

}  // namespace sipcore::pubsub
