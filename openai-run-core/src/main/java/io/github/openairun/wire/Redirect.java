package io.github.openairun.wire;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import io.github.openairun.RedirectRefusedException;

/**
 * A response that redirects to another address. It is followed only within the origin,
 * which is the only one that may see the API key and the content, and only if the request
 * stays the same.
 *
 * @param from the address of the request
 * @param status the HTTP status
 * @param location the target of the redirect
 */
record Redirect(URI from, int status, String location) {

	/** How many redirects one request may take. */
	static final int MAX = 5;

	private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

	private static final int MAX_SHOWN = 200;

	/**
	 * Recognise a redirect.
	 * @return the redirect, or {@code null} if the response is none
	 */
	static @Nullable Redirect of(URI from, int status, @Nullable String location) {
		return (location != null && STATUSES.contains(status)) ? new Redirect(from, status, location) : null;
	}

	/**
	 * Return where the request is to be sent instead.
	 * @param method the request's method
	 * @return the address, or {@code null} if it must not be sent there
	 */
	@Nullable URI target(HttpMethod method) {
		URI target = resolve();
		boolean allowed = target != null && keeps(method) && origin(target).equals(origin(this.from));
		return allowed ? target : null;
	}

	/**
	 * Return the failure of a request that ends here.
	 * @param request the request
	 * @param following whether redirects are followed at all
	 * @param names the properties that the failure names
	 */
	RedirectRefusedException refusal(WireRequest request, boolean following, PropertyNames names) {
		URI target = resolve();
		String origin = origin(this.from);
		String to = (target != null) ? origin(target) : "an address that is none";
		String reason;
		if (!to.equals(origin)) {
			reason = "only the origin of 'openai.base-url' may get the API key and the content. "
					+ "If the API has moved there, change 'openai.base-url'";
		}
		else if (!following) {
			reason = "'spring.http.clients.redirects' says so. Change 'openai.base-url' to the address "
					+ "that the server redirects to";
		}
		else if (!keeps(request.method())) {
			reason = "it would turn the " + request.method() + " into a GET. "
					+ "Change 'openai.base-url' to the address that the server redirects to";
		}
		else {
			reason = "there were " + MAX + " redirects before it. See whether 'openai.base-url' is right";
		}
		return new RedirectRefusedException(request.endpoint(), origin, to, this.status, names.in(reason));
	}

	/** Clients repeat a GET at the new address, and make one of everything else. */
	private boolean keeps(HttpMethod method) {
		return method == HttpMethod.GET || this.status == 307 || this.status == 308;
	}

	private @Nullable URI resolve() {
		try {
			URI target = this.from.resolve(this.location.strip());
			return (target.getRawAuthority() != null && target.getScheme() != null) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Scheme, host and port, without a user. */
	private static String origin(URI uri) {
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		String authority = uri.getRawAuthority();
		String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
		boolean named = host.lastIndexOf(':') > host.lastIndexOf(']');
		String port = named ? "" : scheme.equals("https") ? ":443" : ":80";
		String origin = scheme + "://" + host + port;
		return (origin.length() > MAX_SHOWN) ? origin.substring(0, MAX_SHOWN) + "…" : origin;
	}

}
