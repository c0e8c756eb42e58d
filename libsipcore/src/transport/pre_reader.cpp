// SPDX-License-Identifier: GPL-2.0-only
/** @file The outside of a message: lines, names, the few things that must be there. */
#include "transport/pre_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <format>
#include <utility>

#include "sipcore/letter_case.h"

namespace sipcore::transport {

namespace {

/** Text without blanks at its ends. */
std::string_view trim(std::string_view text)
{
    auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/** Takes one header, with the lines folded to it, from the front of `rest`, without its line end. */
std::string_view take_header(std::string_view& rest)
{
    std::size_t at = 0;
    while (true) {
        auto end = rest.find('\n', at);
        if (end == std::string_view::npos) {
            auto all = rest;
            rest = {};
            return all;
        }
        at = end + 1;
        bool folded = end > 1 && at < rest.size() && (rest[at] == ' ' || rest[at] == '\t');
        if (folded)
            continue;
        auto line = rest.substr(0, end);
        rest.remove_prefix(at);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        return line;
    }
}

/** Whether text is a number and nothing else, at most `most`. */
bool is_number(std::string_view text, unsigned long most)
{
    unsigned long value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value <= most;
}

/** The method that a CSeq of a number and a method names; empty when it is not that. */
std::string_view method_of_cseq(std::string_view value)
{
    auto blank = value.find_first_of(" \t\r\n");
    if (blank == std::string_view::npos || !is_number(value.substr(0, blank), 2147483647UL))
        return {};
    return trim(value.substr(blank));
}

/** Whether a Request-URI is of a scheme that a user agent may be asked by: one that cannot be read is the parser's affair. */
bool scheme_is_ours(const Outline& message)
{
    auto blank = message.first.find_first_of(" \t");
    auto uri = trim(message.first.substr(std::min(blank, message.first.size())));
    if (uri.starts_with('<'))
        uri.remove_prefix(1);
    auto scheme = uri.substr(0, uri.find(':'));
    auto is_part = [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '-' || c == '.'; };
    bool readable = scheme.size() < uri.size() && !scheme.empty() && std::ranges::all_of(scheme, is_part);
    return !readable || same_name(scheme, "sip") || same_name(scheme, "sips") || same_name(scheme, "tel");
}

/** Whether a header has credentials of another scheme than the one that we know: who sends them has not proved itself. */
bool is_foreign_authorization(const HeaderLine& line)
{
    bool authorization = same_name(line.name, "Authorization") || same_name(line.name, "Proxy-Authorization");
    return authorization && !(line.value.size() > 6 && same_name(line.value.substr(0, 6), "Digest") &&
                              (line.value[6] == ' ' || line.value[6] == '\t' || line.value[6] == '\r'));
}

/** What becomes of a header line on its way to the parser. */
enum class Line : std::uint8_t { keep, leave_out, largest };

/** What only informs and cannot be read is left out rather than the whole message refused; numbers that are too large become
 *  the largest there is; credentials of another scheme and lines without a colon go. */
Line what_of(const HeaderLine& line, std::string_view packet)
{
    if (line.name.empty())
        return Line::leave_out;
    if (line.value.empty() && packet.find(std::string{line.name} + ":") == std::string_view::npos)
        return Line::leave_out;  // a line without a colon
    if (is_foreign_authorization(line))
        return Line::leave_out;
    bool numeric = same_name(line.name, "Expires") || same_name(line.name, "Max-Forwards") || same_name(line.name, "Retry-After") ||
                   same_name(line.name, "Min-Expires");
    if (!numeric)
        return Line::keep;
    auto number = line.value.substr(0, line.value.find_first_of(";( \t"));
    if (is_number(number, 4294967295UL))
        return Line::keep;
    bool digits = !number.empty() && std::ranges::all_of(number, [](unsigned char c) { return std::isdigit(c); });
    return digits ? Line::largest : Line::leave_out;
}

/** The version at the end of a request line. */
std::string_view version_of(std::string_view first)
{
    first = trim(first);
    auto blank = first.find_last_of(" \t");
    return blank == std::string_view::npos ? std::string_view{} : first.substr(blank + 1);
}

/** A refusal. */
Verdict refuse(int status, std::string reason)
{
    return {Verdict::Action::refuse, status, std::move(reason)};
}

/** A drop. */
Verdict drop(std::string why)
{
    return {Verdict::Action::drop, 0, std::move(why)};
}

/** What is missing or unreadable among the mandatory headers; empty when nothing is. */
std::string missing(const Outline& message)
{
    struct Needed {
        std::string_view name;
        char compact;
    };
    static constexpr std::array<Needed, 4> needed{{{"Call-ID", 'i'}, {"From", 'f'}, {"To", 't'}, {"CSeq", '\0'}}};
    for (auto [name, compact] : needed) {
        auto value = message.header(name, compact);
        if (!value || value->empty())
            return std::format("Missing {}", name);
    }
    auto method = method_of_cseq(*message.header("CSeq"));
    if (method.empty())
        return "Bad CSeq";
    return message.is_response || method == message.method() ? std::string{} : "CSeq of another method";
}

/** A header that may stand once and matters to who reads it. @rfc{3261,7.3.1} */
struct Single {
    std::string_view name;  ///< long
    char compact;           ///< short; NUL without one
};
/** All of them. */
constexpr std::array<Single, 5> singles{
    {{"Call-ID", 'i'}, {"From", 'f'}, {"To", 't'}, {"CSeq", '\0'}, {"Content-Length", 'l'}}};

/** The header that stands twice although it may stand once; empty without one. Two readers would each believe another. */
std::string_view doubled(const Outline& message)
{
    for (auto [name, compact] : singles) {
        auto is_it = [name, compact](const HeaderLine& line) {
            return same_name(line.name, name) || (compact && line.name.size() == 1 && lower(line.name[0]) == compact);
        };
        if (std::ranges::count_if(message.headers, is_it) > 1)
            return name;
    }
    return {};
}

/** What is wrong with the length that a message says its body has; empty when nothing is. @rfc{3261,18.3} */
std::string wrong_length(const Outline& message)
{
    auto value = message.header("Content-Length", 'l');
    if (!value)
        return {};
    if (!is_number(*value, 4294967295UL))
        return "Bad Content-Length";
    return is_number(*value, message.body.size()) ? std::string{} : "Content-Length exceeds the body";
}

/** A header's text without line ends and other control characters, for giving back. */
std::string one_line(std::string_view value)
{
    std::string out;
    for (char c : value.substr(0, 1024)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
    }
    return out;
}

}  // namespace

std::optional<std::string_view> Outline::header(std::string_view name, char compact) const
{
    for (const auto& line : headers) {
        if (same_name(line.name, name) || (compact && line.name.size() == 1 && lower(line.name[0]) == compact))
            return line.value;
    }
    return std::nullopt;
}

std::string_view Outline::method() const
{
    return is_response ? std::string_view{} : first.substr(0, first.find_first_of(" \t"));
}

bool is_keep_alive(std::string_view packet)
{
    return packet.size() < 12 ||
           std::ranges::all_of(packet, [](char c) { return c == '\r' || c == '\n' || c == '\0' || c == ' '; });
}

std::optional<Outline> outline(std::string_view packet, const Limits& limits)
{
    Outline message;
    message.headers.reserve(32);
    auto start = packet.find_first_not_of("\r\n");
    if (start == std::string_view::npos)
        return std::nullopt;
    auto rest = packet.substr(start);
    auto end = rest.find('\n');
    message.first = trim(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    message.is_response = message.first.size() >= 4 && same_name(message.first.substr(0, 4), "SIP/");
    while (!rest.empty()) {
        auto line = take_header(rest);
        if (line.empty()) {
            message.body = rest;
            break;
        }
        if (message.headers.size() == limits.headers || line.size() > limits.line)
            return std::nullopt;
        auto colon = line.find(':');
        if (colon == std::string_view::npos)
            message.headers.push_back({trim(line), {}});
        else
            message.headers.push_back({trim(line.substr(0, colon)), trim(line.substr(colon + 1))});
    }
    return message;
}

Verdict inspect(std::string_view packet, const Limits& limits)
{
    if (is_keep_alive(packet))
        return drop("keep-alive");
    bool response = packet.starts_with("SIP/");
    if (packet.size() > limits.octets)
        return response ? drop("too large") : refuse(513, "Message Too Large");
    auto message = outline(packet, limits);
    if (!message)
        return response ? drop("too many or too long headers") : refuse(513, "Too many or too long headers");
    bool owed = !message->is_response && !same_name(message->method(), "ACK");
    auto refused = [owed](int status, std::string reason) {
        return owed ? refuse(status, std::move(reason)) : drop(std::move(reason));
    };
    if (message->headers.size() < 2)
        return drop("no headers");
    if (!message->header("Via", 'v'))
        return drop("no Via");
    auto head = packet.substr(0, packet.size() - message->body.size());
    if (head.find('\0') != std::string_view::npos)
        return refused(400, "NUL in a header");
    if (!message->is_response && !same_name(version_of(message->first), "SIP/2.0")) {
        bool some_version = version_of(message->first).starts_with("SIP/");
        return some_version ? refused(505, "Version Not Supported") : refused(400, "Bad request line");
    }
    if (auto what = missing(*message); !what.empty())
        return refused(400, what);
    if (auto name = doubled(*message); !name.empty())
        return refused(400, std::format("Several {}", name));
    if (auto what = wrong_length(*message); !what.empty())
        return refused(400, what);
    if (!message->is_response && !scheme_is_ours(*message))
        return refused(416, "Unsupported URI Scheme");
    if (message->body.size() > limits.body)
        return refused(413, "Request Entity Too Large");
    Verdict passed;
    passed.message = std::move(*message);
    return passed;
}

std::optional<std::string> mend(std::string_view packet)
{
    auto message = outline(packet, {});
    return message ? mend(packet, *message) : std::nullopt;
}

std::optional<std::string> mend(std::string_view packet, const Outline& message)
{
    bool bracketed = !message.is_response && message.first.find(" <") != std::string_view::npos;
    bool broken = std::ranges::any_of(message.headers, [&](const HeaderLine& line) { return what_of(line, packet) != Line::keep; });
    if (!bracketed && !broken)
        return std::nullopt;
    bool changed = broken;
    std::string text{message.first};
    if (auto open = text.find(" <"); bracketed) {
        if (auto close = text.find('>', open); close != std::string::npos) {
            text.erase(close, 1).erase(open + 1, 1);
            changed = true;
        }
    }
    text += "\r\n";
    for (const auto& line : message.headers) {
        switch (what_of(line, packet)) {
        case Line::keep: text.append(line.name).append(": ").append(line.value).append("\r\n"); break;
        case Line::largest: text.append(line.name).append(": 4294967295\r\n"); break;  // as large as it may be. @rfc{3261,20.19}
        case Line::leave_out: break;
        }
    }
    if (!changed)
        return std::nullopt;
    text.append("\r\n").append(message.body);
    return text;
}

std::optional<TopVia> top_via(const Outline& message)
{
    auto value = message.header("Via", 'v');
    if (!value)
        return std::nullopt;
    auto text = value->substr(0, value->find(','));
    if (text.find_first_of("\"[]\r\n\t") != std::string_view::npos)
        return std::nullopt;
    TopVia via;
    auto semicolon = text.find(';');
    auto sent_by = trim(text.substr(0, semicolon));
    sent_by = sent_by.substr(std::min(sent_by.find_last_of(' '), sent_by.size()));
    if (auto colon = sent_by.find(':'); colon != std::string_view::npos) {
        auto port = sent_by.substr(colon + 1);
        if (!is_number(port, 65535))
            return std::nullopt;
        std::from_chars(port.data(), port.data() + port.size(), via.port);
    }
    while (semicolon != std::string_view::npos) {
        text.remove_prefix(semicolon + 1);
        semicolon = text.find(';');
        auto parameter = trim(text.substr(0, semicolon));
        auto equals = parameter.find('=');
        auto name = trim(parameter.substr(0, equals));
        if (same_name(name, "rport"))
            via.rport = true;
        else if (same_name(name, "branch") && equals != std::string_view::npos)
            via.branch = trim(parameter.substr(equals + 1));
        else if (same_name(name, "maddr"))
            return std::nullopt;  // the answer goes elsewhere
    }
    return via;
}

bool may_be_tagged(std::string_view value)
{
    auto close = value.rfind('>');
    auto rest = close == std::string_view::npos ? value : value.substr(close + 1);
    return rest.find('=') != std::string_view::npos;
}

std::optional<std::string> refusal(std::string_view packet, int status, std::string_view reason, std::string_view tag,
                                   std::string_view received, std::uint16_t port, std::string_view extra)
{
    Limits generous;
    generous.headers = 512;
    generous.line = packet.size();
    auto message = outline(packet, generous);
    if (!message || message->is_response || same_name(message->method(), "ACK") || !message->header("Via", 'v'))
        return std::nullopt;
    std::string text = std::format("SIP/2.0 {} {}\r\n", status, reason);
    bool top = true;
    std::size_t vias = 0;
    for (const auto& line : message->headers) {
        if (!(same_name(line.name, "Via") || same_name(line.name, "v")) || ++vias > 16)
            continue;
        auto via = one_line(line.value);
        if (top) {
            auto rport = via.find(";rport");
            if (rport != std::string::npos && (rport + 6 == via.size() || via[rport + 6] == ';' || via[rport + 6] == ','))
                via.insert(rport + 6, std::format("={}", port));
            if (auto comma = via.find(','); comma == std::string::npos)
                via += std::format(";received={}", received);
            else
                via.insert(comma, std::format(";received={}", received));
            top = false;
        }
        text += std::format("Via: {}\r\n", via);
    }
    auto give_back = [&](std::string_view name, char compact) {
        if (auto value = message->header(name, compact)) {
            auto line = one_line(*value);
            bool tagged = name != "To" || line.find(";tag=") != std::string::npos || line.empty();
            text += std::format("{}: {}{}\r\n", name, line, tagged ? std::string{} : std::format(";tag={}", tag));
        }
    };
    give_back("From", 'f');
    give_back("To", 't');
    give_back("Call-ID", 'i');
    give_back("CSeq", '\0');
    text.append(extra).append("Content-Length: 0\r\n\r\n");
    return text;
}

}  // namespace sipcore::transport
