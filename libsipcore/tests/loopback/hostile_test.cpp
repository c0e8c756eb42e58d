// SPDX-License-Identifier: GPL-2.0-only
/** @file The messages of tests/hostile/messages.txt against a running stack: each gets the answer that it is owed, and a good
 *  one right behind it is served. */
#include <algorithm>
#include <charconv>
#include <format>
#include <fstream>
#include <sstream>

#include "loopback/fixture.h"
#include "sipcore/registrar.h"
#include "sipcore/session.h"

namespace sipcore::loopback {

namespace {

/** A message of the file. */
struct Hostile {
    std::string name;                  ///< of the message
    std::vector<std::string> answers;  ///< statuses that are right, or `silence`
    std::vector<std::string> lines;    ///< its lines as the file has them
};

/** Text without blanks at its ends. */
std::string trimmed(std::string_view text)
{
    auto from = text.find_first_not_of(" \t");
    auto to = text.find_last_not_of(" \t");
    return from == std::string_view::npos ? std::string{} : std::string{text.substr(from, to - from + 1)};
}

/** The parts of a text between bars. */
std::vector<std::string> parts(const std::string& text)
{
    std::vector<std::string> all;
    std::stringstream stream{text};
    for (std::string part; std::getline(stream, part, '|');)
        all.push_back(trimmed(part));
    return all;
}

/** The messages of the file. */
std::vector<Hostile> messages()
{
    std::vector<Hostile> all;
    std::ifstream file{CHAN_SIP_SOURCE_DIR "/tests/hostile/messages.txt"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("=== ")) {
            auto fields = parts(line.substr(4));
            all.push_back({fields.at(0), {fields.begin() + 2, fields.end()}, {}});
        } else if (!line.starts_with("#") && !all.empty()) {
            all.back().lines.push_back(line);
        }
    }
    for (auto& message : all)
        while (!message.lines.empty() && message.lines.back().empty())
            message.lines.pop_back();
    return all;
}

/** Puts `{text*count}` out in full. */
std::string repeated(std::string text)
{
    for (auto star = text.find('*'); star != std::string::npos; star = text.find('*', star + 1)) {
        auto open = text.rfind('{', star);
        auto close = text.find('}', star);
        std::size_t count = 0;
        if (open == std::string::npos || close == std::string::npos || text.find('}', open) != close)
            continue;
        auto [end, error] = std::from_chars(text.data() + star + 1, text.data() + close, count);
        if (error != std::errc{} || end != text.data() + close)
            continue;
        std::string whole;
        for (std::size_t i = 0; i < count; ++i)
            whole += text.substr(open + 1, star - open - 1);
        text.replace(open, close - open + 1, whole);
        star = open + whole.size() - 1;
    }
    return text;
}

/** Puts escapes out: octets, line ends, and the backslash itself. */
std::string unescaped(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'x' && i + 3 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
            i += 3;
        } else if (next == 'n' || next == 'r' || next == '\\') {
            out += next == 'n' ? '\n' : next == 'r' ? '\r' : '\\';
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

/** Replaces every `{name}`. */
void fill(std::string& text, std::string_view name, std::string_view value)
{
    auto mark = std::format("{{{}}}", name);
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

/** The octets of a message. */
std::string octets(const Hostile& message, const std::string& pbx, const std::string& peer, const std::string& id)
{
    std::string head, body;
    bool in_body = false;
    for (const auto& line : message.lines) {
        if (!in_body && line.empty())
            in_body = true;
        else
            (in_body ? body : head) += line + "\\r\\n";
    }
    for (auto* text : {&head, &body}) {
        *text = repeated(*text);
        fill(*text, "pbx", pbx);
        fill(*text, "host", pbx.substr(0, pbx.rfind(':')));
        fill(*text, "peer", peer);
        fill(*text, "id", id);
        *text = unescaped(*text);
    }
    fill(head, "cl", std::to_string(body.size()));
    return head + "\r\n" + body;
}

/** Takes no call. */
class NoDesk final : public CallHandler {
public:
    void on_invite(std::shared_ptr<Session> session, const IncomingCall&) override { session->hang_up({.status = 486, .reason = "", .headers = {}}); }
};

/** A stack with a registrar and calls, and without guests. */
class Hostility : public LoopbackStack {
protected:
    /** Starts stack and features. */
    void SetUp() override
    {
        LoopbackStack::SetUp();
        registrar_ = std::move(*Registrar::create(*stack_));
        calls_ = std::move(*Calls::create(*stack_, desk_));
    }
    /** Ends them. */
    void TearDown() override
    {
        calls_.reset();
        registrar_.reset();
        LoopbackStack::TearDown();
    }
    config::Config configuration() override
    {
        auto config = LoopbackStack::configuration();
        config.global.allow_guest = false;
        return config;
    }
    /** What came back for a message, as the file writes it; and that a good one behind it is served. */
    std::string answer_to(SipPeer& peer, const std::string& text, const std::string& id, bool patient)
    {
        auto good = "good-" + id;
        std::string got = "silence";
        bool served = false;
        peer.send(text);
        peer.send(peer.make("OPTIONS", "sip:" + server().text(), "a", good, 1));
        while (!served || (patient && got == "silence")) {
            auto message = peer.receive(std::chrono::milliseconds{served ? 2000 : 5000});
            if (!message)
                break;
            if (message->header("Call-ID") == good)
                served = message->status() == 200;
            else if (got == "silence")
                got = std::to_string(message->status());
        }
        EXPECT_TRUE(served) << "no answer to the good message";
        return got;
    }

    NoDesk desk_;
    std::unique_ptr<Registrar> registrar_;
    std::unique_ptr<Calls> calls_;
};

TEST_F(Hostility, EveryMessageGetsTheAnswerThatItIsOwed)
{
    auto all = messages();
    ASSERT_GE(all.size(), 80U);
    SipPeer peer{server()};
    unsigned count = 0;
    for (const auto& message : all) {
        SCOPED_TRACE(message.name);
        auto id = std::to_string(++count);
        bool silence = message.answers == std::vector<std::string>{"silence"};
        auto got = answer_to(peer, octets(message, server().text(), peer.address(), id), id, !silence);
        EXPECT_NE(std::ranges::find(message.answers, got), message.answers.end()) << "got " << got;
    }
}

TEST_F(Hostility, ANulAtEveryOctetOfAnInviteIsSurvived)  // sec-3-19
{
    SipPeer peer{server()};
    auto good = peer.make("INVITE", "sip:600@" + server().text(), "alice", "nul", 1, "Content-Type: application/sdp\r\n",
                          "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n");
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto bad = good;
        bad[at] = '\0';
        peer.send(bad);
        if (at % 16 == 0) {
            EXPECT_NE(answer_to(peer, bad, "nul-" + std::to_string(at), false), "200") << at;
        }
    }
}

TEST_F(Hostility, EveryBeginningOfAMessageIsSurvived)  // auth-1-3 sec-3-19
{
    SipPeer peer{server()};
    auto good = peer.make("REGISTER", "sip:" + server().text(), "alice", "cut", 1, "Expires: 60\r\n");
    for (std::size_t length = 0; length < good.size(); ++length) {
        peer.send(std::string_view{good}.substr(0, length));
        if (length % 16 == 0)
            answer_to(peer, good.substr(0, length), "cut-" + std::to_string(length), false);
    }
}

}  // namespace

}  // namespace sipcore::loopback
