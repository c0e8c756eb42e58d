// SPDX-License-Identifier: GPL-2.0-only
/** @file Offers and requests of call completion, found by what messages name. */
#include "pubsub/completion_desk.h"

#include <utility>

#include "base/random.h"
#include "endpoint/request_to.h"
#include "pj/runtime.h"
#include "pj/text.h"
#include "pubsub/decide_publication.h"
#include "stack/directory.h"
#include "stack/locate.h"
#include "stack/respond.h"

namespace sipcore::pubsub {

namespace {

/** Letters of a name that nobody can guess. */
constexpr std::size_t name_length = 24;

/** The host of a URI, with its port. */
std::string host_of(std::string_view uri)
{
    auto from = uri.find('@');
    return std::string{uri.substr(from == uri.npos ? uri.find(':') + 1 : from + 1)};
}

/** Who sent a request; empty: a guest. */
std::string sender_of(const stack::IncomingRequest& request)
{
    return request.endpoint ? request.endpoint->endpoint->name : std::string{};
}

}  // namespace

std::shared_ptr<CompletionOffer> CompletionDesk::offer(std::string_view contact, std::string owner,
                                                       std::weak_ptr<CompletionCaller> caller)
{
    pj::register_thread();
    auto made = std::make_shared<Offer>(Offer::Beginning{weak_from_this(), commons_, random_text(name_length),
                                                         host_of(contact), random_text(name_length), std::move(owner),
                                                         std::move(caller)});
    std::lock_guard lock{mutex_};
    if (closed_)
        return nullptr;
    offers_.emplace(made->user(), made);
    offers_.emplace(made->recall_user(), made);
    return made;
}

Result<std::shared_ptr<CompletionWatch>> CompletionDesk::watch(const CompletionOrder& order, std::weak_ptr<CompletionCallee> callee)
{
    auto commons = commons_.lock();
    if (!commons)
        return std::unexpected(Error{503, "Service Unavailable"});
    pj::register_thread();
    auto& core = commons->core();
    auto status = core.directory().find(order.endpoint);
    if (!status || !status->address)
        return std::unexpected(Error{404, "Not Found"});
    auto first = endpoint::request_to(core, *status, "SUBSCRIBE", {});
    auto made = std::make_shared<CompletionRequest>(CompletionRequest::Beginning{
        weak_from_this(), commons_, core.strands().of(first.call_id), first,
        stack::ChallengeAnswer{endpoint::credentials_for(core, status->endpoint.get())}, order, std::move(callee)});
    {
        std::lock_guard lock{mutex_};
        if (closed_)
            return std::unexpected(Error{503, "Service Unavailable"});
        requests_.emplace(first.call_id, made);
    }
    made->begin();
    return made;
}

std::shared_ptr<Offer> CompletionDesk::find(std::string_view user, std::string_view caller) const
{
    std::lock_guard lock{mutex_};
    auto at = offers_.find(std::string{user});
    return at == offers_.end() || at->second->owner() != caller ? nullptr : at->second;
}

std::shared_ptr<CompletionRequest> CompletionDesk::request_of(std::string_view call_id, std::string_view our_tag) const
{
    std::lock_guard lock{mutex_};
    auto at = requests_.find(std::string{call_id});
    return at == requests_.end() || !at->second->owns(call_id, our_tag) ? nullptr : at->second;
}

void CompletionDesk::forget(const Offer& offer)
{
    std::shared_ptr<Offer> kept;  // destroyed after the lock is gone
    std::lock_guard lock{mutex_};
    if (auto at = offers_.find(offer.user()); at != offers_.end())
        kept = at->second;
    offers_.erase(offer.user());
    offers_.erase(offer.recall_user());
}

void CompletionDesk::forget(const CompletionRequest& request)
{
    std::shared_ptr<CompletionRequest> kept;  // destroyed after the lock is gone
    std::lock_guard lock{mutex_};
    auto at = requests_.find(request.call_id());
    if (at == requests_.end())
        return;
    kept = at->second;
    requests_.erase(at);
}

void CompletionDesk::close()
{
    std::vector<std::shared_ptr<Offer>> offers;
    std::vector<std::shared_ptr<CompletionRequest>> requests;
    {
        std::lock_guard lock{mutex_};
        closed_ = true;
        for (const auto& [user, offer] : offers_)
            offers.push_back(offer);
        for (const auto& [call_id, request] : requests_)
            requests.push_back(request);
    }
    for (const auto& each : offers)
        each->cancel();
    for (const auto& each : requests)
        each->fail("subscriptions are not served any more");
}

Result<std::pair<std::string, std::chrono::seconds>> CompletionDesk::publish(const stack::IncomingRequest& request,
                                                                             const Lifetimes& bounds, Clock::Instant now)
{
    const auto* msg = request.rdata->msg_info.msg;
    auto expires = pj::header_text(msg, "Expires");
    auto etag = pj::header_text(msg, "SIP-If-Match");
    auto type = pj::header_text(msg, "Content-Type", "c");
    std::string_view body;
    if (msg->body && msg->body->data)
        body = {static_cast<const char*>(msg->body->data), msg->body->len};
    auto what = publication_of({expires, etag, type, body}, bounds);
    if (!what)
        return std::unexpected(what.error());
    if (!etag.empty() && !publications_.has(etag, now))
        return std::unexpected(Error{412, "Conditional Request Failed"});
    auto* uri = pj::sip_uri(msg->line.req.uri);
    auto offer = uri ? find(pj::view(uri->user), sender_of(request)) : nullptr;
    if (!offer)
        return std::unexpected(Error{412, "Conditional Request Failed"});
    if (what->kind == PublicationKind::remove) {
        publications_.remove(etag, now);
        return std::pair{std::string{}, what->lifetime};
    }
    auto told = Availability::neither;
    if (what->kind != PublicationKind::refresh) {
        auto read = read_availability(type, body);
        if (!read)
            return std::unexpected(read.error());
        told = *read;
    }
    publications_.remove(etag, now);
    auto fresh = publications_.add(now + what->lifetime, now);
    if (!fresh)
        return std::unexpected(Error{503, "Internal Server Failure"});
    if (told != Availability::neither)
        offer->publish(told == Availability::open);
    return std::pair{std::move(*fresh), what->lifetime};
}

void CompletionDesk::on_publish(const stack::IncomingRequest& request)
{
    auto commons = commons_.lock();
    if (!commons)
        return;
    auto& core = commons->core();
    auto config = core.config();
    Lifetimes bounds{config->global.default_expiration, config->global.maximum_expiration, config->global.minimum_expiration};
    auto done = publish(request, bounds, core.clock().now());
    stack::ExtraHeaders headers;
    if (!done) {
        if (done.error().status == 423)
            headers.emplace_back("Min-Expires", std::to_string(bounds.shortest.count()));
        return stack::respond(core.pj_endpoint(), request.rdata, done.error().status, done.error().reason, headers);
    }
    if (!done->first.empty())
        headers.emplace_back("SIP-ETag", done->first);
    headers.emplace_back("Expires", std::to_string(done->second.count()));
    stack::respond(core.pj_endpoint(), request.rdata, 200, "OK", headers);
}

}  // namespace sipcore::pubsub
