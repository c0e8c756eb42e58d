// SPDX-License-Identifier: GPL-2.0-only
/** @file Bodies of NOTIFYs. Rows: docs/spec/behaviour/subscriptions.md. */
#include "pubsub/bodies.h"

#include <gtest/gtest.h>

#include "pubsub/watched.h"

namespace sipcore::pubsub {

namespace {

/** What a body about 200 is made from. */
BodyParts parts(HintState state = {})
{
    BodyParts parts;
    parts.state = std::move(state);
    parts.extension = "200";
    parts.watcher_uri = "sip:watcher@pbx.example";
    parts.watched_uri = "sip:200@pbx.example";
    parts.domain = "pbx.example";
    parts.call_id = "1f2e3d@192.0.2.5";
    parts.watcher_tag = "theirs";
    parts.our_tag = "ours";
    return parts;
}
/** 200 rings for a call of Bob's. */
HintState ringing()
{
    HintState state;
    state.ringing = true;
    state.call = RingingCall{1, {"Desk 200", "200", false}, {"Bob", "300", false}};
    return state;
}

TEST(DialogInfo, SaysThatNothingHappens)  // sub-2.3-5
{
    EXPECT_EQ(dialog_info(parts()),
              "<?xml version=\"1.0\"?>\n"
              "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"0\" state=\"full\" entity=\"sip:200@pbx.example\">\n"
              "<dialog id=\"200\">\n<state>terminated</state>\n</dialog>\n</dialog-info>\n");
}

TEST(DialogInfo, CountsItsVersions)  // sub-2.3-7
{
    auto later = parts();
    later.version = 41;
    EXPECT_NE(dialog_info(later).find(" version=\"41\" state=\"full\""), std::string::npos);
}

TEST(DialogInfo, RingsWithoutPartiesUnlessTheyAreWanted)  // sub-2.3-11
{
    auto text = dialog_info(parts(ringing()));
    EXPECT_NE(text.find("<dialog id=\"200\" direction=\"recipient\">\n<state>early</state>\n"), std::string::npos) << text;
}

TEST(DialogInfo, TellsWhoCalls)  // sub-2.3-6, sub-2.3-8, sub-2.3-9
{
    auto asked = parts(ringing());
    asked.callerid = NotifyCallerId::yes;
    EXPECT_NE(dialog_info(asked).find("<dialog id=\"200\" call-id=\"pickup-1f2e3d@192.0.2.5\" direction=\"recipient\">\n"
                                      "<remote>\n<identity display=\"Bob\">sip:300@pbx.example</identity>\n"
                                      "<target uri=\"sip:300@pbx.example\"/>\n</remote>\n"
                                      "<local>\n<identity display=\"Desk 200\">sip:200@pbx.example</identity>\n"
                                      "<target uri=\"sip:200@pbx.example\"/>\n</local>\n<state>early</state>\n"),
              std::string::npos)
        << dialog_info(asked);
    asked.tags = true;
    EXPECT_NE(dialog_info(asked).find("call-id=\"pickup-1f2e3d@192.0.2.5\" local-tag=\"theirs\" remote-tag=\"ours\" direction"),
              std::string::npos);
}

TEST(DialogInfo, HidesWhoDoesNotWantToBeShown)  // sub-2.3-9
{
    auto state = ringing();
    state.call->remote.restricted = true;
    auto asked = parts(state);
    asked.callerid = NotifyCallerId::yes;
    auto text = dialog_info(asked);
    EXPECT_NE(text.find("<identity display=\"anonymous\">sip:anonymous@anonymous.invalid</identity>"), std::string::npos);
    EXPECT_EQ(text.find("Bob"), std::string::npos);
    EXPECT_EQ(text.find("300"), std::string::npos);
}

TEST(DialogInfo, NamesTheExtensionWhereNoChannelRings)  // sub-2.3-10
{
    HintState custom;
    custom.ringing = true;
    auto asked = parts(custom);
    asked.callerid = NotifyCallerId::yes;
    auto text = dialog_info(asked);
    EXPECT_NE(text.find("<remote>\n<identity display=\"200\">sip:200@pbx.example</identity>"), std::string::npos) << text;
}

TEST(DialogInfo, SaysThatACallIsHeld)  // sub-2.3-12, sub-2.2-6
{
    HintState held;
    held.on_hold = true;
    EXPECT_NE(dialog_info(parts(held))
                  .find("<state>confirmed</state>\n<local>\n<target uri=\"sip:200@pbx.example\">\n"
                        "<param pname=\"+sip.rendering\" pvalue=\"no\"/>\n</target>\n</local>\n"),
              std::string::npos);
}

TEST(DialogInfo, EscapesWhatXmlWouldTakeForItsOwn)  // sub-2.3-13
{
    auto state = ringing();
    state.call->remote.name = "A & B <\"x\">\n";
    auto asked = parts(state);
    asked.callerid = NotifyCallerId::yes;
    asked.extension = "2<0";
    auto text = dialog_info(asked);
    EXPECT_NE(text.find("display=\"A &amp; B &lt;&quot;x&quot;&gt;\""), std::string::npos) << text;
    EXPECT_NE(text.find("<dialog id=\"2&lt;0\""), std::string::npos) << text;
}

TEST(StateWords, AreThoseOfTheTable)  // sub-2.2-1 sub-2.2-2 sub-2.2-3 sub-2.2-4 sub-2.2-5 sub-2.2-6 sub-2.2-7 sub-2.2-8
{
    struct Row {
        bool in_use, busy, ringing, hold, unavailable, alone;
        NotifyRinging how;
        std::string_view dialog, activity, note, status, substatus;
    };
    const Row rows[] = {
        {false, false, false, false, false, false, NotifyRinging::yes, "terminated", "", "Ready", "open", "online"},
        {true, false, false, false, false, false, NotifyRinging::yes, "confirmed", "busy", "On the phone", "inuse", "onthephone"},
        {false, true, false, false, false, false, NotifyRinging::yes, "confirmed", "busy", "On the phone", "closed", "offline"},
        {false, false, true, false, false, false, NotifyRinging::yes, "early", "busy", "Ringing", "inuse", "onthephone"},
        {false, false, true, false, false, false, NotifyRinging::no, "early", "busy", "Ringing", "inuse", "onthephone"},
        {true, false, true, false, false, false, NotifyRinging::yes, "early", "busy", "Ringing", "inuse", "onthephone"},
        {true, false, true, false, false, false, NotifyRinging::no, "confirmed", "busy", "Ringing", "inuse", "onthephone"},
        {true, false, true, false, false, false, NotifyRinging::not_in_use, "confirmed", "busy", "Ringing", "inuse", "onthephone"},
        {false, false, false, true, false, false, NotifyRinging::yes, "confirmed", "busy", "On hold", "closed", "offline"},
        {false, false, false, false, true, false, NotifyRinging::yes, "terminated", "away", "Unavailable", "closed", "offline"},
        {false, false, false, false, true, true, NotifyRinging::yes, "terminated", "away", "Not online", "closed", "offline"},
    };
    for (const auto& row : rows) {
        HintState state;
        state.in_use = row.in_use;
        state.busy = row.busy;
        state.ringing = row.ringing;
        state.on_hold = row.hold;
        state.unavailable = row.unavailable;
        state.devices_unavailable = row.alone;
        auto words = words_of(state, row.how);
        EXPECT_EQ(words.dialog, row.dialog) << row.note;
        EXPECT_EQ(words.activity, row.activity) << row.note;
        EXPECT_EQ(words.note, row.note);
        EXPECT_EQ(words.status, row.status) << row.note;
        EXPECT_EQ(words.substatus, row.substatus) << row.note;
    }
}

TEST(DialogInfo, TellsLessWhereRingingIsNotToBeNotified)  // sub-2.2 notifyringing=no
{
    auto asked = parts(ringing());
    asked.callerid = NotifyCallerId::yes;
    asked.ringing = NotifyRinging::no;
    EXPECT_NE(dialog_info(asked).find("<dialog id=\"200\">\n<state>early</state>"), std::string::npos);
}

TEST(Pidf, IsThatOfTheOldDriver)  // sub-2.3-2, sub-2.3-3
{
    HintState talking;
    talking.in_use = true;
    EXPECT_EQ(pidf(parts(talking)),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \n"
              "xmlns:pp=\"urn:ietf:params:xml:ns:pidf:person\"\n"
              "xmlns:es=\"urn:ietf:params:xml:ns:pidf:rpid:status:rpid-status\"\n"
              "xmlns:ep=\"urn:ietf:params:xml:ns:pidf:rpid:rpid-person\"\n"
              "entity=\"sip:watcher@pbx.example\">\n<pp:person><status>\n"
              "<ep:activities><ep:busy/></ep:activities>\n</status></pp:person>\n<note>On the phone</note>\n"
              "<tuple id=\"200\">\n<contact priority=\"1\">sip:200@pbx.example</contact>\n"
              "<status><basic>open</basic></status>\n</tuple>\n</presence>\n");
    EXPECT_EQ(pidf(parts()).find("ep:activities>"), std::string::npos) << "who is ready does nothing";
}

TEST(Pidf, IsOpenForWhoIsBusyAndClosedForWhoIsAway)  // sub-2.2 basic
{
    HintState busy;
    busy.busy = true;
    EXPECT_NE(pidf(parts(busy)).find("<basic>open</basic>"), std::string::npos);
    HintState away;
    away.unavailable = true;
    EXPECT_NE(pidf(parts(away)).find("<basic>closed</basic>"), std::string::npos);
}

TEST(Pidf, TellsADigiumPhoneWhatSomebodySet)  // sub-2.3-3
{
    HintState state;
    state.presence = "away";
    state.presence_subtype = "x";
    state.presence_message = "out <to> lunch";
    auto asked = parts(state);
    EXPECT_EQ(pidf(asked).find("digium"), std::string::npos);
    asked.digium = true;
    EXPECT_NE(pidf(asked).find("</tuple>\n<tuple id=\"digium-presence\">\n<status>\n<digium_presence type=\"away\" "
                               "subtype=\"x\">out &lt;to&gt; lunch</digium_presence>\n</status>\n</tuple>\n"),
              std::string::npos);
}

TEST(Xpidf, IsThatOfTheOldDriver)  // sub-2.3-4
{
    HintState talking;
    talking.in_use = true;
    EXPECT_EQ(xpidf(parts(talking)),
              "<?xml version=\"1.0\"?>\n"
              "<!DOCTYPE presence PUBLIC \"-//IETF//DTD RFCxxxx XPIDF 1.0//EN\" \"xpidf.dtd\">\n"
              "<presence>\n<presentity uri=\"sip:watcher@pbx.example;method=SUBSCRIBE\" />\n<atom id=\"200\">\n"
              "<address uri=\"sip:200@pbx.example;user=ip\" priority=\"0.800000\">\n<status status=\"inuse\" />\n"
              "<msnsubstatus substatus=\"onthephone\" />\n</address>\n</atom>\n</presence>\n");
    EXPECT_EQ(body_of(Format::cpim_pidf, parts(talking)), xpidf(parts(talking)));
}

TEST(MessageSummary, CountsMessages)  // sub-3-13, sub-3-14
{
    EXPECT_EQ(message_summary({{2, 1}, "sip:asterisk@pbx.example", true}),
              "Messages-Waiting: yes\r\nMessage-Account: sip:asterisk@pbx.example\r\nVoice-Message: 2/1 (0/0)\r\n");
    EXPECT_EQ(message_summary({{0, 4}, "sip:*97@pbx.example", false}),
              "Messages-Waiting: no\r\nMessage-Account: sip:*97@pbx.example\r\nVoice-Message: 0/4\r\n");
}

TEST(PublishedState, MakesABodyOnceForAllWhoWantTheSame)
{
    Published published{ringing()};
    auto one = parts();
    auto other = parts();
    other.call_id = "another";
    other.watcher_uri = "sip:another@pbx.example";
    EXPECT_EQ(published.body(Format::dialog_info, one), published.body(Format::dialog_info, other));
    EXPECT_NE(published.body(Format::pidf, one), published.body(Format::pidf, other));
    other.version = 1;
    EXPECT_NE(*published.body(Format::dialog_info, one), *published.body(Format::dialog_info, other));
    other.version = 0;
    one.callerid = other.callerid = NotifyCallerId::yes;
    EXPECT_NE(*published.body(Format::dialog_info, one), *published.body(Format::dialog_info, other))
        << "a pick-up names the subscription";
    EXPECT_NE(published.body(Format::dialog_info, one)->find("Bob"), std::string::npos);
}

}  // namespace

}  // namespace sipcore::pubsub
