// SPDX-License-Identifier: GPL-2.0-only
/** @file What the thread that asks the database does. */
#include "realtime/state.h"

#include "config_source.h"

namespace res_sip {

namespace {

namespace config = sipcore::config;
/** What time is measured by. */
using Clock = std::chrono::steady_clock;

/** How long it is believed that nobody has a name. */
constexpr std::chrono::seconds absence{5};
/** Most names of which it is remembered that nobody has them. */
constexpr std::size_t most_absent = 10000;
/** Longest time between looks at what was here for long enough. */
constexpr std::chrono::seconds look_round{1};

/** A row's section with what rows always have. */
config::Section section_of(const Row& row, const config::Realtime& realtime)
{
    auto section = row.section;
    if (!realtime.cache_friends)
        section.entries.push_back({"qualify", "no", section.place});
    return section;
}

/** The name under which it is remembered that nobody is at an address. */
std::string absence_key(const std::string& name, const sipcore::SocketAddress& source)
{
    return name + " " + source.text();
}

}  // namespace

std::optional<RealtimeDevices::State::Work> RealtimeDevices::State::wait()
{
    std::unique_lock lock{mutex};
    for (;;) {
        changed.wait_for(lock, look_round, [this] { return stopping || all_wanted || !questions.empty() || !used.empty(); });
        if (stopping)
            return std::nullopt;
        if (clear_old())
            put_in_force(lock);
        if (!all_wanted && questions.empty() && used.empty())
            continue;
        Work work;
        work.all = std::exchange(all_wanted, false);
        asked = std::exchange(questions, {});
        work.strangers.assign(asked.begin(), asked.end());
        work.again = std::exchange(used, {});
        return work;
    }
}

RealtimeDevices::State::News RealtimeDevices::State::ask(const Work& work, const std::string& probe)
{
    News news;
    if (work.all)
        news.all = load_all_rows();
    for (const auto& name : work.again)
        news.rows.emplace(name, load_row(name));
    for (const auto& question : work.strangers) {
        if (!question.name.empty() && !news.rows.contains(question.name))
            news.rows.emplace(question.name, load_row(question.name));
        auto at = news.rows.find(question.name);
        if (at != news.rows.end() && at->second)
            continue;
        if (!question.source) {
            news.absent.insert(absence_key(question.name, question.source));
            continue;
        }
        auto rows = load_rows_at(question.source.ip().text(), question.source.port());
        for (auto& row : rows)
            news.rows.insert_or_assign(row.name, row);
        if (rows.empty())
            news.absent.insert(absence_key(question.name, question.source));
    }
    // An engine says the same when there is no row and when there is no database: a device that was there tells them apart.
    bool empty = news.all ? news.all->empty() : std::ranges::none_of(news.rows, [](const auto& each) { return each.second.has_value(); });
    news.answers = !empty || probe.empty() || load_row(probe).has_value();
    return news;
}

void RealtimeDevices::State::take(News news)
{
    std::unique_lock lock{mutex};
    if (stopping)
        return;
    auto now = Clock::now();
    if (news.answers == silent) {
        silent = !news.answers;
        if (silent)
            ast_log(LOG_WARNING, "The database with SIP devices does not answer; those that are known go on\n");
        else
            ast_log(LOG_NOTICE, "The database with SIP devices answers again\n");
    }
    bool other = false;
    auto hold = [&](const Row& row) {
        auto& kept = held[row.name];
        auto same = [](const config::Section& a, const config::Section& b) {
            return std::ranges::equal(a.entries, b.entries, [](const config::Entry& x, const config::Entry& y) { return x.name == y.name && x.value == y.value; });
        };
        other = other || kept.row.name.empty() || !same(kept.row.section, row.section);
        if (kept.row.name.empty() || news.all)
            kept.read = now;
        kept.row = row;
    };
    if (news.answers && news.all) {
        std::set<std::string> names;
        for (const auto& row : *news.all) {
            names.insert(row.name);
            hold(row);
        }
        other = std::erase_if(held, [&](const auto& each) { return !names.contains(each.first); }) > 0 || other;
        absent.clear();
    }
    for (const auto& [name, row] : news.rows) {
        if (row)
            hold(*row);
        else if (news.answers)
            other = held.erase(name) > 0 || other;
    }
    if (news.answers) {
        if (absent.size() > most_absent)
            absent.clear();
        for (const auto& key : news.absent)
            absent[key] = now + absence;
    }
    if (other)
        put_in_force(lock);
    tell(lock, news.answers ? sipcore::DeviceAnswer::settled : sipcore::DeviceAnswer::unavailable);
}

void RealtimeDevices::State::tell(std::unique_lock<std::mutex>& lock, sipcore::DeviceAnswer answer)
{
    auto told = std::exchange(asked, {});
    ++busy;
    lock.unlock();
    for (auto& question : told) {
        for (auto& then : question.then)
            then(answer);
    }
    told.clear();
    lock.lock();
    --busy;
    changed.notify_all();
}

bool RealtimeDevices::State::clear_old()
{
    if (!files)
        return false;
    const auto& realtime = files->global.realtime;
    if (!realtime.cache_friends || !realtime.auto_clear)
        return false;
    auto before = Clock::now() - realtime.auto_clear_after;
    return std::erase_if(held, [&](const auto& each) { return each.second.read <= before; }) > 0;
}

config::Config RealtimeDevices::State::joined(config::Config config) const
{
    if (held.empty())
        return config;
    auto sections = general;
    for (const auto& [name, each] : held)
        sections.push_back(section_of(each.row, config.global.realtime));
    auto rows = config::read_sip_conf(sections, AsteriskHost{}).config;
    std::set<std::string_view> taken;
    for (const auto& endpoint : config.endpoints)
        taken.insert(endpoint.name);
    auto endpoints = config.endpoints.size();
    std::unordered_map<std::string, config::Aor*> aors;
    for (auto& aor : rows.aors)
        aors.emplace(aor.name, &aor);
    for (auto& endpoint : rows.endpoints) {
        if (taken.contains(endpoint.name))
            continue;  // files go first
        if (auto at = aors.find(endpoint.aors); at != aors.end())
            config.aors.push_back(std::move(*at->second));
        config.endpoints.push_back(std::move(endpoint));
    }
    std::set<std::string> auths;
    for (auto i = endpoints; i < config.endpoints.size(); ++i) {
        const auto& endpoint = config.endpoints[i];
        auths.insert({endpoint.auth, endpoint.outbound_auth});
        auths.insert(endpoint.realm_auths.begin(), endpoint.realm_auths.end());
    }
    for (auto& auth : rows.auths)
        if (auths.contains(auth.name))
            config.auths.push_back(std::move(auth));
    std::set<std::string> accounts;
    for (const auto& registration : config.registrations)
        accounts.insert(registration.name);
    for (auto& registration : rows.registrations)
        if (!accounts.contains(registration.name))
            config.registrations.push_back(std::move(registration));
    return config;
}

void RealtimeDevices::State::put_in_force(std::unique_lock<std::mutex>& lock)
{
    if (!files || !apply || stopping)
        return;
    auto put = apply;
    ++busy;
    lock.unlock();
    put();
    lock.lock();
    --busy;
    changed.notify_all();
}

}  // namespace res_sip
