package io.github.openairun.wire;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.WireNotServedException;

/**
 * Maps failed requests to exceptions, and decides whether they may be repeated.
 *
 * @param errors reads error responses
 * @param identity the wire that the request belongs to
 * @param followsRedirects whether redirects within the origin are followed
 * @param names the properties that the failures name
 */
record FailureClassifier(ErrorReader errors, WireIdentity identity, boolean followsRedirects, PropertyNames names) {

	FailureClassifier with(WireIdentity identity) {
		return new FailureClassifier(this.errors, identity, this.followsRedirects, this.names);
	}

	FailureClassifier with(PropertyNames names) {
		return new FailureClassifier(this.errors, this.identity, this.followsRedirects, names);
	}

	FailureClassifier withoutRedirects() {
		return new FailureClassifier(this.errors, this.identity, false, this.names);
	}

	/**
	 * Return the address to which a request is redirected.
	 * @param method the request's method
	 * @param redirects how often it has been redirected before
	 * @return the address, or {@code null} if the response is no redirect or one that
	 * must not be followed
	 */
	@Nullable URI redirected(HttpMethod method, URI uri, int status, @Nullable String location, int redirects) {
		Redirect redirect = Redirect.of(uri, status, location);
		return (this.followsRedirects && redirect != null && redirects < Redirect.MAX) ? redirect.target(method) : null;
	}

	/**
	 * The connection failed or broke, or the response was not read to its end.
	 * @param uri the address of the request, or {@code null} if it is not known
	 */
	Attempt unanswered(WireRequest request, @Nullable URI uri, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof LimitedBody.BodyTooLargeException) {
				return Attempt.failed(new InvalidResponseException(request.endpoint(), null,
						String.valueOf(cause.getMessage()), null), false, !request.isRepeatable(), null);
			}
		}
		boolean sent = mayHaveBeenSent(failure);
		boolean mayRepeat = (request.isRepeatable() || !sent) && !ConnectionProblem.blocked(failure);
		ApiConnectionException exception = (uri != null && uri.getHost() != null)
				? new ApiConnectionException(request.endpoint(), sent, problem(uri, sent, failure), failure)
				: new ApiConnectionException(request.endpoint(), sent, failure);
		return Attempt.failed(exception, mayRepeat, sent && !request.isRepeatable(), null);
	}

	/**
	 * The server responded with another status than 2xx.
	 * @param uri the address of the request
	 * @param key the API key, which the response may quote
	 */
	Attempt refused(WireRequest request, URI uri, int status, HttpHeaders headers, byte[] body, @Nullable String key) {
		Redirect redirect = Redirect.of(uri, status, headers.getFirst(HttpHeaders.LOCATION));
		if (redirect != null) {
			return Attempt.failed(redirect.refusal(request, this.followsRedirects, this.names), false, false, null);
		}
		ApiError error = this.errors.read(status, request.endpoint(), headers, body, key);
		if (status == 404) {
			return Attempt.failed(notFound(request, error, body), false, false, null);
		}
		ApiException failure = ErrorReader.exception(error);
		boolean unsure = !request.isRepeatable() && (error.status() == 408 || error.status() >= 500)
				&& !(error.status() == 503 && error.retryAfter() != null);
		return Attempt.failed(failure, !unsure && mayRepeat(error, headers), unsure, error.retryAfter());
	}

	/**
	 * The server responded with a page for people, which is not at the address of an API.
	 */
	Attempt webPage(WireRequest request, ReceivedResponse response) {
		ApiError error = new ApiError(response.status(), request.endpoint(), "the response is a web page", null, null,
				null, response.requestId(), null);
		return Attempt.failed(notServed(error), false, false, null);
	}

	/**
	 * The server has pushed an error.
	 * @param began whether an event before was about the run
	 */
	Attempt pushed(WireRequest request, JsonNode error, @Nullable String requestId, @Nullable String key,
			boolean began) {
		HttpHeaders headers = new HttpHeaders();
		if (requestId != null) {
			headers.set("x-request-id", requestId);
		}
		int hidden = began ? 0 : ErrorReader.hiddenStatus(error);
		int status = (hidden != 0) ? hidden : ErrorReader.status(error);
		byte[] body = Json.mapper().writeValueAsBytes(error);
		ApiError read = this.errors.read(status, request.endpoint(), headers, body, key);
		// Some servers answer in one piece and with status 200 at paths that they do not
		// have.
		RuntimeException failure = (hidden == 404) ? notFound(request, read, body) : ErrorReader.exception(read);
		boolean unsure = !began && !request.isRepeatable() && (status == 429 || status >= 500);
		// A caller that reads a run polls it instead.
		boolean again = !began && request.isRepeatable() && request.method() != HttpMethod.GET;
		return Attempt.failed(failure, again && hidden != 404 && mayRepeat(read, headers), unsure, null);
	}

	/** Describe why a request got no response, to complete a sentence about it. */
	String problem(URI uri, boolean sent, Throwable failure) {
		return this.names.in(ConnectionProblem.describe(uri, sent, failure));
	}

	private WireNotServedException notServed(ApiError error) {
		return new WireNotServedException(error, this.identity.wire(), this.names.in(this.identity.remedy()));
	}

	private RuntimeException notFound(WireRequest request, ApiError error, byte[] body) {
		return this.errors.isUnknownPath(body) ? notServed(error) : request.notFound(error);
	}

	private static boolean mayRepeat(ApiError error, HttpHeaders headers) {
		String shouldRetry = headers.getFirst("x-should-retry");
		if (shouldRetry != null) {
			return Boolean.parseBoolean(shouldRetry);
		}
		return switch (error.status()) {
			case 408, 409 -> true;
			case 429 -> !"insufficient_quota".equals(error.code());
			default -> error.status() >= 500;
		};
	}

	private static boolean mayHaveBeenSent(Throwable failure) {
		if (ConnectionProblem.blocked(failure)) {
			return false;
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
					|| cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
					|| cause instanceof NoRouteToHostException || cause instanceof SSLHandshakeException
					|| cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
				return false;
			}
		}
		return true;
	}

}
