# What differs from one run to the next, in the answers of the oracle; `sed -E -f`. A test puts its own answers through the same.

# colours
s/\x1b\[[0-9;]*[A-Za-z]//g
s/\r$//
# the version of the package
s/Asterisk PBX [0-9][^ ]*/Asterisk PBX <version>/g
s/16\.28\.0~dfsg[-+~.0-9a-z]*/<version>/g
# a log line's time, and the thread
s/^\[[0-9]+\] (NOTICE|WARNING|ERROR)\[[0-9]+\](\[C-[0-9a-f]+\])? /\1 /
# a date with a time
s/(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8}( GMT)?/<date>/g
s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/<date>/g
# a port that the system chose
s/(:|rport=)(3[2-9][0-9]{3}|[45][0-9]{4}|6[0-5][0-9]{3})\b/\1<port>/g
# seconds since 1970
s/^(RegistrationTime: )[1-9][0-9]{8,}$/\1<moment>/
# milliseconds of a qualify
s/\([0-9]+ ms\)/(<n> ms)/g
# what is drawn by chance
s/tag=as[0-9a-f]{8}/tag=<tag>/g
s/branch=z9hG4bK[0-9a-f]{8}/branch=<branch>/g
s/nonce="[0-9a-f]{8}"/nonce="<nonce>"/g
s/[0-9a-f]{32}@/<call-id>@/g
s/\b0x[0-9a-f]{6,}/<pointer>/g
