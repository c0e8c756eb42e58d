// SPDX-License-Identifier: GPL-2.0-only
/** @file Parties, both ways. */
#include "identity/parties.h"

#include "identity/redirect_reason.h"

namespace chan_sip {
namespace {

/** A text of Asterisk's, which may be null. */
std::string text_of(const char* text)
{
    return text ? text : "";
}

/** A text that a structure of Asterisk's is lent; null stands for none. */
char* lend(const std::string& text)
{
    return const_cast<char*>(text.c_str());
}

/** Fills a party with what an identity says; its texts are lent. */
void fill(ast_party_id& party, const sipcore::Identity& who)
{
    ast_party_id_init(&party);
    party.number.valid = who.number.has_value();
    party.number.str = who.number ? lend(*who.number) : nullptr;
    party.number.presentation = who.presentation;
    party.name.valid = !who.name.empty();
    party.name.str = party.name.valid ? lend(who.name) : nullptr;
    party.name.presentation = who.presentation;
}

/** Fills a redirecting structure and says what of it is new; its texts are lent. */
void fill(ast_party_redirecting& data, ast_set_party_redirecting& news, const RedirectingUpdate& update)
{
    ast_party_redirecting_init(&data);
    news = {};
    if (!update.from.number.empty()) {
        data.from.number.valid = news.from.number = 1;
        data.from.number.str = lend(update.from.number);
        news.from.name = 1;
        data.from.name.valid = !update.from.name.empty();
        data.from.name.str = data.from.name.valid ? lend(update.from.name) : nullptr;
    }
    if (!update.to_number.empty()) {
        data.to.number.valid = news.to.number = 1;
        data.to.number.str = lend(update.to_number);
        news.to.name = 1;
        data.to.name.valid = !update.to_name.empty();
        data.to.name.str = data.to.name.valid ? lend(update.to_name) : nullptr;
    }
    data.reason.code = update.reason;
    data.reason.str = lend(update.reason_text);
    data.count = 1;
}

}  // namespace

sipcore::Identity identity_of(const ast_party_id& party)
{
    sipcore::Identity who;
    if (party.name.valid)
        who.name = text_of(party.name.str);
    if (party.number.valid && party.number.str && *party.number.str)
        who.number = party.number.str;
    who.presentation = ast_party_id_presentation(const_cast<ast_party_id*>(&party));
    return who;
}

sipcore::Identity connected_party(ast_channel* channel)
{
    auto id = ast_channel_connected_effective_id(channel);
    return identity_of(id);
}

std::optional<sipcore::Diversion> redirecting_party(ast_channel* channel, const std::string& host)
{
    auto from = ast_channel_redirecting_effective_from(channel);
    if (!from.number.valid || !from.number.str || !*from.number.str)
        return std::nullopt;
    const auto& reason = ast_channel_redirecting(channel)->reason;
    bool own_text = reason.str && *reason.str;
    return sipcore::Diversion{.name = from.name.valid ? text_of(from.name.str) : "",
                              .number = from.number.str,
                              .host = host,
                              .reason = own_text ? std::string{reason.str} : std::string{diversion_word(reason.code)}};
}

void queue_connected_line(ast_channel* channel, const sipcore::Identity& who, const std::string& tag, int source)
{
    ast_party_connected_line connected;
    ast_set_party_connected_line news{};
    ast_party_connected_line_init(&connected);
    fill(connected.id, who);
    connected.id.tag = lend(tag);
    connected.source = source;
    news.id.number = who.number ? 1 : 0;
    news.id.name = 1;
    ast_channel_queue_connected_line_update(channel, &connected, &news);
}

void set_caller(ast_channel* channel, const sipcore::Identity& who, const std::string& tag)
{
    ast_party_caller caller;
    ast_set_party_caller news{};
    ast_party_caller_init(&caller);
    fill(caller.id, who);
    caller.id.tag = lend(tag);
    news.id.number = who.number ? 1 : 0;
    news.id.name = 1;
    ast_channel_set_caller(channel, &caller, &news);
}

void set_reason(RedirectingUpdate& update, const std::string& word, int otherwise)
{
    if (word.empty()) {
        update.reason = otherwise;
        return;
    }
    int code = reason_of_word(word);
    update.reason = code < 0 ? redirect::unknown : code;
    update.reason_text = code < 0 ? word : std::string{};
}

void queue_redirecting(ast_channel* channel, const RedirectingUpdate& update)
{
    ast_party_redirecting data;
    ast_set_party_redirecting news;
    fill(data, news, update);
    ast_channel_queue_redirecting_update(channel, &data, &news);
}

void set_redirecting(ast_channel* channel, const RedirectingUpdate& update)
{
    ast_party_redirecting data;
    ast_set_party_redirecting news;
    fill(data, news, update);
    ast_channel_set_redirecting(channel, &data, &news);
}

void set_diversion_variables(ast_channel* channel, const sipcore::Diversion& diversion)
{
    pbx_builtin_setvar_helper(channel, "__SIPRDNISDOMAIN", diversion.host.c_str());
    if (diversion.reason.empty())
        return;
    pbx_builtin_setvar_helper(channel, "__PRIREDIRECTREASON", std::string{pri_word(diversion.reason)}.c_str());
    pbx_builtin_setvar_helper(channel, "__SIPREDIRECTREASON", diversion.reason.c_str());
}

}  // namespace chan_sip
