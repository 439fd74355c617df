package io.github.openairun.wire;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * Builds the requests of streams, and maps their failures to exceptions.
 *
 * @param requests builds requests as the client would send them
 * @param failures maps failures to exceptions
 * @param retryPolicy how callers repeat requests
 */
record StreamOpener(Function<WireRequest, RequestCapture> requests, FailureClassifier failures,
		RetryPolicy retryPolicy) {

	RuntimeException unanswered(RequestCapture captured, WireRequest request, Throwable failure) {
		return this.failures.unanswered(request, captured.getURI(), failure).onlyFailure(request, this.retryPolicy);
	}

	RuntimeException refused(RequestCapture captured, WireRequest request, StreamResponse answer) {
		return this.failures
			.refused(request, captured.getURI(), answer.status(), answer.springHeaders(), answer.body(), captured.key())
			.onlyFailure(request, this.retryPolicy);
	}

	/**
	 * An error that the server has pushed.
	 * @param began whether it has acted on the request
	 */
	RuntimeException pushed(WireRequest request, JsonNode error, @Nullable String requestId, @Nullable String key,
			boolean began) {
		HttpHeaders headers = new HttpHeaders();
		if (requestId != null) {
			headers.set("x-request-id", requestId);
		}
		int status = ErrorReader.status(error);
		RuntimeException failure = ErrorReader.exception(this.failures.errors()
			.read(status, request.endpoint(), headers, Json.mapper().writeValueAsBytes(error), key));
		boolean unsure = !began && !request.isRepeatable() && (status == 429 || status >= 500);
		return Attempt.failed(failure, false, unsure, null).finalFailure(request);
	}

}
