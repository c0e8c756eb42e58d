// SPDX-License-Identifier: GPL-2.0-only
/** @file Texts of call completion. Rows: docs/spec/behaviour/subscriptions.md, section 5. */
#include "pubsub/decide_completion.h"

#include <gtest/gtest.h>

using namespace sipcore;
using namespace sipcore::pubsub;

TEST(CompletionHint, IsReadFromCallInfo)  // sub-5-8
{
    struct Case {
        const char* text;
        std::optional<CompletionHint> read;
    };
    const Case cases[] = {
        {"<sip:7@192.0.2.1>;purpose=call-completion;m=NR", CompletionHint{"sip:7@192.0.2.1", CompletionService::no_reply}},
        {"<sip:7@192.0.2.1>; m=BS ;purpose=call-completion", CompletionHint{"sip:7@192.0.2.1", CompletionService::busy}},
        {"<sip:7@192.0.2.1;x=1>;purpose=Call-Completion;m=nl", CompletionHint{"sip:7@192.0.2.1;x=1", CompletionService::not_logged_in}},
        {"<sip:7@192.0.2.1>;purpose=call-completion", CompletionHint{"sip:7@192.0.2.1", CompletionService::busy}},
        {"<sip:7@192.0.2.1>;purpose=call-completion;m=ZZ", CompletionHint{"sip:7@192.0.2.1", CompletionService::busy}},
        {"<http://example.com/me.png>;purpose=icon", std::nullopt},
        {"<http://example.com/>;purpose=call-completion", std::nullopt},
        {"<sip:7@192.0.2.1", std::nullopt},
        {"", std::nullopt},
    };
    for (const auto& each : cases)
        EXPECT_EQ(read_completion_hint(each.text), each.read) << each.text;
}

TEST(CompletionHint, IsWrittenForWhoCalled)  // sub-5-2
{
    auto header = completion_header("sip:abc@192.0.2.1");
    EXPECT_EQ(header.name, "Call-Info");
    EXPECT_EQ(header.value, "<sip:abc@192.0.2.1>;purpose=call-completion;m=NR");
}

TEST(CompletionBody, TellsAState)  // sub-5-7
{
    EXPECT_EQ(completion_body({}), "cc-state: queued\r\n");
    EXPECT_EQ(completion_body({true, "sip:r@192.0.2.1"}), "cc-state: ready\r\ncc-URI: sip:r@192.0.2.1\r\n");
}

TEST(CompletionBody, IsRead)  // sub-5-8
{
    using State = std::optional<CompletionState>;
    EXPECT_EQ(read_completion_body("cc-state: queued\r\n"), State(CompletionState{}));
    EXPECT_EQ(read_completion_body("CC-State:ready\ncc-uri: <sip:r@192.0.2.1>"), State(CompletionState{true, "sip:r@192.0.2.1"}));
    EXPECT_EQ(read_completion_body("cc-URI: sip:r@192.0.2.1\r\ncc-state: ready\r\n"), State(CompletionState{true, "sip:r@192.0.2.1"}));
    EXPECT_EQ(read_completion_body("cc-state: ready\r\n"), State(CompletionState{true, ""}));
    EXPECT_EQ(read_completion_body("cc-state: ready\r\ncc-URI: http://example.com\r\n"), State());
    EXPECT_EQ(read_completion_body("state: queued"), State());
    EXPECT_EQ(read_completion_body(std::string(65536, 'x')), State());
    EXPECT_EQ(read_completion_body(""), State());
}
