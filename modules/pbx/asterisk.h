// SPDX-License-Identifier: GPL-2.0-only
/** @file The door to Asterisk: the only file that includes its headers. They are C, use words of C++ as names, and want an
 *  order of their own. */
#pragma once

// What Asterisk's headers pull in comes first: the renames below must not reach the standard library.
#include <arpa/inet.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/param.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <expected>
#include <format>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#define new new_            ///< a member of the RTP engine's table
#define delete delete_      ///< a parameter in several headers
#define class class_        ///< a parameter of the resolver
#define requires requires_  ///< a member of the module's table
extern "C" {
#include <asterisk.h>
#include <asterisk/module.h>
#include <asterisk/acl.h>
#include <asterisk/astobj2.h>
#include <asterisk/aoc.h>
#include <asterisk/app.h>
#include <asterisk/ast_version.h>
#include <asterisk/astdb.h>
#include <asterisk/bridge.h>
#include <asterisk/callerid.h>
#include <asterisk/causes.h>
#include <asterisk/ccss.h>
#include <asterisk/cdr.h>
#include <asterisk/channel.h>
#include <asterisk/cli.h>
#include <asterisk/config.h>
#include <asterisk/devicestate.h>
#include <asterisk/dns_core.h>
#include <asterisk/dns_naptr.h>
#include <asterisk/dns_query_set.h>
#include <asterisk/dns_srv.h>
#include <asterisk/dsp.h>
#include <asterisk/endpoints.h>
#include <asterisk/features_config.h>
#include <asterisk/format.h>
#include <asterisk/format_cap.h>
#include <asterisk/format_cache.h>
#include <asterisk/indications.h>
#include <asterisk/json.h>
#include <asterisk/logger.h>
#include <asterisk/manager.h>
#include <asterisk/message.h>
#include <asterisk/musiconhold.h>
#include <asterisk/mwi.h>
#include <asterisk/netsock2.h>
#include <asterisk/options.h>
#include <asterisk/paths.h>
#include <asterisk/pbx.h>
#include <asterisk/pickup.h>
#include <asterisk/rtp_engine.h>
#include <asterisk/sched.h>
#include <asterisk/sdp_srtp.h>
#include <asterisk/sip_api.h>
#include <asterisk/srv.h>
#include <asterisk/stringfields.h>
#include <asterisk/presencestate.h>
#include <asterisk/stasis.h>
#include <asterisk/stasis_message_router.h>
#include <asterisk/stasis_system.h>
#include <asterisk/stasis_channels.h>
#include <asterisk/stasis_endpoints.h>
#include <asterisk/strings.h>
#include <asterisk/taskprocessor.h>
#include <asterisk/translate.h>
#include <asterisk/udptl.h>
#include <asterisk/utf8.h>
#include <asterisk/utils.h>
}
#undef new
#undef delete
#undef class
#undef requires
