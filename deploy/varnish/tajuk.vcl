# Varnish 7 in front of Tajuk: keeps pages as long as Tajuk says, purges by address and by surrogate key, shows the static
# mirror when Tajuk is down. Every rule is tried against the real server by tests/journeys/test_varnish.py.
#
# TLS is ended before it (hitch, nginx, a load balancer). Tajuk: TAJUK_TRUST_PROXY=1, TAJUK_PURGE_VARNISH=http://127.0.0.1:6081
vcl 4.1;

import directors;
import std;

backend tajuk {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 120s;
    .probe = {
        .request = "GET /-/live HTTP/1.1" "Host: localhost" "Connection: close";
        .interval = 1s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# deploy/nginx/mirror-server.conf: whole pages as plain files.
backend mirror {
    .host = "127.0.0.1";
    .port = "8081";
    .connect_timeout = 1s;
}

acl newsroom {
    "127.0.0.1";
    "::1";
}

sub vcl_init {
    new pages = directors.fallback();
    pages.add_backend(tajuk);
    pages.add_backend(mirror);
}

sub vcl_recv {
    # Who names another host gets nothing that could be kept under it.
    if (req.http.Host !~ "(?i)^(www\.)?contoh\.id(:[0-9]+)?$") {
        if (req.method != "PURGE" && req.method != "BAN") {
            return (synth(421, "Misdirected Request"));
        }
    }

    if (req.method == "PURGE" || req.method == "BAN") {
        # A request that came through a proxy is not the newsroom's, whatever address it comes from.
        if (client.ip !~ newsroom || req.http.X-Forwarded-For ~ ",") {
            return (synth(405, "Not Allowed"));
        }
        if (req.method == "PURGE") {
            set req.http.Host = "contoh.id";
            return (purge);
        }
        # Tokens of edge/keys.py, joined by "|": nothing else reaches the regular expression.
        if (req.http.X-Surrogate-Keys !~ "^[A-Za-z0-9_-]{6}(\|[A-Za-z0-9_-]{6})*$") {
            return (synth(400, "Bad Keys"));
        }
        if (std.ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Surrogate-Keys + "|many--)(\s|$)")) {
            return (synth(200, "Banned"));
        }
        return (synth(500, std.ban_error()));
    }

    # Never piped: bytes that neither side has read are what smuggling is made of.
    if (req.method !~ "^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$") {
        return (synth(405, "Method Not Allowed"));
    }

    # One name, one cache; set anew, never added to: what a client wrote there itself is gone.
    set req.http.Host = "contoh.id";
    set req.http.X-Forwarded-For = client.ip;
    set req.http.X-Forwarded-Proto = "https";
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Port;
    unset req.http.X-Forwarded-Server;
    unset req.http.X-Forwarded-Prefix;
    unset req.http.X-Real-IP;
    unset req.http.X-Original-URL;
    unset req.http.X-Rewrite-URL;
    unset req.http.X-HTTP-Method-Override;
    unset req.http.X-Surrogate-Keys;
    unset req.http.Forwarded;
    unset req.http.Proxy;

    if (req.url ~ "^/-/") {
        return (synth(404, "Not Found"));
    }

    # Live figures: each leaves as it comes.
    if (req.url ~ "^/_/market/stream(\?|$)") {
        set req.backend_hint = tajuk;
        return (pass);
    }
    # The newsroom, the machines that file copy, what subscribers read: nothing is kept.
    if (req.method != "GET" && req.method != "HEAD"
        || req.url ~ "^/(desk|documents|api/v1/wires|api/v1/markets|_/preview|(en/)?akun|(en/)?_/premium)(/|\?|$)"
        || (req.http.Authorization && req.url ~ "^/api/")) {  # a partner: what it gets is its own, and is noted
        set req.backend_hint = tajuk;
        return (pass);
    }

    # A body means nothing to a page that is kept for everybody.
    unset req.http.Content-Length;
    unset req.http.Transfer-Encoding;
    unset req.http.Cookie;
    unset req.http.Authorization;
    # What campaigns hang on an address is no other page.
    set req.url = regsuball(req.url, "([?&])(utm_[a-z]+|fbclid|gclid|mc_[a-z]+)=[^&]*", "\1");
    set req.url = regsub(regsuball(req.url, "&&+", "&"), "[?&]+$", "");
    set req.url = regsub(req.url, "\?&+", "?");
    set req.backend_hint = pages.backend();
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    return (lookup);  # one host: the name is no part of it, and PURGE needs none
}

sub vcl_backend_fetch {
    # The first try failed although the probe did not know it yet.
    if (bereq.retries > 0) {
        set bereq.backend = mirror;
    }
}

sub vcl_backend_response {
    if (beresp.backend == mirror) {
        set beresp.ttl = 2s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.http.Cache-Control = "public, max-age=0";
        return (deliver);
    }
    # A withdrawn story is purged; where that purge fails, it is gone after a minute all the same: half a minute that
    # Tajuk allows, and as long in which a page may be shown while the new one is fetched. Never longer, and never for
    # a backend that is down: then the mirror is asked, which has no withdrawn story.
    if (beresp.ttl > 30s) {
        set beresp.ttl = 30s;
    }
    if (beresp.grace > 30s) {
        set beresp.grace = 30s;
    }
    set beresp.keep = 0s;
    if (beresp.status >= 400) {
        set beresp.grace = 0s;
    }
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
}

sub vcl_backend_error {
    if (bereq.retries == 0 && (bereq.method == "GET" || bereq.method == "HEAD") && !bereq.uncacheable) {
        return (retry);
    }
}

sub vcl_hit {
    # Older than it may be: wait for the new one, do not show it "while it is fetched" when there is nobody to fetch from.
    if (obj.ttl <= 0s && !std.healthy(tajuk)) {
        return (pass);
    }
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}

sub vcl_synth {
    set resp.http.Cache-Control = "no-store";
    set resp.http.X-Content-Type-Options = "nosniff";
    if (resp.status == 421) {
        set resp.http.Connection = "close";
    }
}
