// SPDX-License-Identifier: GPL-2.0-only
/** @file The file's life. */
#include "wire_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <format>

#include "pcap_text.h"

namespace res_sip {

namespace {

/** How much waits for the disk at most. */
constexpr std::size_t most_waiting = 16U << 20;

/** Writes all of a text. @return whether it could be */
bool write_to(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/** A new file. @return its descriptor, or why there is none */
sipcore::Outcome<int> open_file(const std::string& path)
{
    struct stat info{};
    if (::lstat(path.c_str(), &info) == 0 && (!S_ISREG(info.st_mode) || ::unlink(path.c_str()) != 0))
        return std::unexpected(sipcore::Failure{std::format("{}: not a file that can be replaced", path)});
    int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return std::unexpected(sipcore::Failure{std::format("{}: {}", path, strerror(errno))});
    return descriptor;
}

}  // namespace

WireFile::~WireFile()
{
    end();
}

sipcore::Outcome<WireFile::Figures> WireFile::begin(const std::string& path)
{
    end();
    std::lock_guard one{command_mutex_};
    auto whole = path.starts_with('/') ? path : std::format("{}/{}", ast_config_AST_LOG_DIR, path);
    auto descriptor = open_file(whole);
    if (!descriptor)
        return std::unexpected(descriptor.error());
    std::lock_guard lock{mutex_};
    descriptor_ = *descriptor;
    figures_ = {whole, 0, 0};
    waiting_ = pcap_head();
    waiting_messages_ = 0;
    stopping_ = false;
    if (ast_pthread_create(&writer_, nullptr, &WireFile::run, this) != 0) {
        ::close(std::exchange(descriptor_, -1));
        return std::unexpected(sipcore::Failure{"no thread to write it"});
    }
    open_.store(true, std::memory_order_release);
    return figures_;
}

std::optional<WireFile::Figures> WireFile::end()
{
    std::lock_guard one{command_mutex_};
    if (!open_.exchange(false))
        return std::nullopt;
    {
        std::lock_guard lock{mutex_};
        stopping_ = true;
        changed_.notify_all();
    }
    pthread_join(writer_, nullptr);
    std::lock_guard lock{mutex_};
    ::close(std::exchange(descriptor_, -1));
    return figures_;
}

void WireFile::on_message(bool sent, sipcore::config::Protocol, const sipcore::SocketAddress& local,
                          const sipcore::SocketAddress& remote, std::string_view text)
{
    if (!open_.load(std::memory_order_acquire) || local.ip().family() != remote.ip().family())
        return;
    auto now = std::chrono::system_clock::now().time_since_epoch();
    auto when = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
    auto record = sent ? pcap_record(when, local, remote, text) : pcap_record(when, remote, local, text);
    std::lock_guard lock{mutex_};
    if (stopping_ || descriptor_ < 0)
        return;
    if (waiting_.size() + record.size() > most_waiting) {
        ++figures_.left_out;
        return;
    }
    waiting_ += record;
    ++waiting_messages_;
    changed_.notify_all();
}

void* WireFile::run(void* self)
{
    pthread_setname_np(pthread_self(), "sip-pcap");
    static_cast<WireFile*>(self)->write_all();
    return nullptr;
}

void WireFile::write_all()
{
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        auto text = std::exchange(waiting_, {});
        auto messages = std::exchange(waiting_messages_, 0);
        lock.unlock();
        bool written = write_to(descriptor_, text);
        lock.lock();
        (written ? figures_.messages : figures_.left_out) += messages;
    }
}

}  // namespace res_sip
