package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;
import io.github.openairun.AuthenticationException;
import io.github.openairun.BadRequestException;
import io.github.openairun.ConflictException;
import io.github.openairun.PermissionDeniedException;
import io.github.openairun.RateLimitException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.UnprocessableEntityException;

/**
 * Reads error responses: OpenAI's {@code {"error":{…}}}, flat ones of self-hosted
 * servers, those of their web frameworks, and those that are not JSON.
 */
class ErrorReader {

	private static final int MAX_MESSAGE = 2000;

	/** The number of characters that are kept of a body of unknown format. */
	private static final int MAX_RAW = 300;

	private static final Pattern UNKNOWN_PATH = Pattern
		.compile("^(Invalid URL|Unknown request URL|Unexpected endpoint|No static resource|No endpoint)"
				+ "|^((Resource |Page |File )?Not Found)\\.?$", Pattern.CASE_INSENSITIVE);

	private final Clock clock;

	ErrorReader(Clock clock) {
		this.clock = clock;
	}

	ApiError read(int status, String endpoint, HttpHeaders headers, byte[] body, @Nullable String secret) {
		JsonNode json = parse(body);
		JsonNode error = Json.child(json, "error");
		JsonNode fields = (error != null) ? error : json;
		String message = message(json);
		String shown = (message != null) ? abbreviate(redact(message, secret), MAX_MESSAGE)
				: abbreviate(redact(text(body), secret), MAX_RAW);
		return new ApiError(status, endpoint, shown, field(fields, "type", secret), field(fields, "code", secret),
				field(fields, "param", secret), headers.getFirst("x-request-id"), retryAfter(headers));
	}

	/**
	 * Distinguish an unknown path from an unknown object.
	 */
	boolean isUnknownPath(byte[] body) {
		String message = message(parse(body));
		return message == null || UNKNOWN_PATH.matcher(message.strip()).find();
	}

	/**
	 * Return the status of an error in a response with status 2xx, which some servers
	 * return for unknown paths.
	 * @return the status, or 0 if the response contains no error
	 */
	static int hiddenStatus(JsonNode body) {
		if (!body.hasNonNull("error") || body.hasNonNull("id")) {
			return 0;
		}
		String message = message(body);
		boolean unknownPath = message != null && UNKNOWN_PATH.matcher(message.strip()).find();
		return unknownPath ? 404 : status(body);
	}

	/**
	 * Return the HTTP status that corresponds to an error event.
	 */
	static int status(JsonNode error) {
		JsonNode nested = Json.child(error, "error");
		JsonNode fields = (nested != null) ? nested : error;
		Integer status = Json.integer(fields, "status");
		if (status == null) {
			status = Json.integer(fields, "code");
		}
		if (status != null && status >= 400 && status < 600) {
			return status;
		}
		String kind = Json.text(fields, "code", "") + " " + Json.text(fields, "type", "");
		if (kind.contains("rate_limit") || kind.contains("insufficient_quota")) {
			return 429;
		}
		return (kind.contains("invalid") || kind.contains("conversation_locked")) ? 400 : 500;
	}

	private static @Nullable String message(JsonNode json) {
		JsonNode error = Json.child(json, "error");
		String message = Json.text((error != null) ? error : json, "message");
		if (message == null) {
			message = Json.text(json, "error");
		}
		if (message == null && json.path("error").isArray() && !json.path("error").isEmpty()) {
			JsonNode first = json.path("error").get(0);
			message = first.isObject() ? Json.text(first, "message") : json.path("error").toString();
		}
		if (message == null) {
			message = Json.text(json, "detail");
		}
		return message;
	}

	static ApiException exception(ApiError error) {
		return switch (error.status()) {
			case 400 -> new BadRequestException(error);
			case 401 -> new AuthenticationException(error);
			case 403 -> new PermissionDeniedException(error);
			case 409 -> new ConflictException(error);
			case 422 -> new UnprocessableEntityException(error);
			case 429 -> new RateLimitException(error);
			default -> (error.status() >= 500) ? new ServerErrorException(error) : new ApiException(error);
		};
	}

	/**
	 * Milliseconds win over seconds, and both are read as OpenAI's SDKs do: a number, or
	 * for {@code retry-after} an HTTP date.
	 */
	private @Nullable Duration retryAfter(HttpHeaders headers) {
		Duration millis = number(headers.getFirst("retry-after-ms"), 1);
		if (millis != null) {
			return millis;
		}
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		Duration seconds = number(value, 1000);
		if (seconds != null || value == null) {
			return seconds;
		}
		try {
			ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
			Duration until = Duration.between(this.clock.instant(), date.toInstant());
			return until.isNegative() ? null : until;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	static @Nullable Duration number(@Nullable String value, int unitMillis) {
		if (value == null) {
			return null;
		}
		try {
			double number = Double.parseDouble(value.trim());
			boolean sensible = number >= 0 && number < Integer.MAX_VALUE;
			return sensible ? Duration.ofMillis(Math.round(number * unitMillis)) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static JsonNode parse(byte[] body) {
		try {
			JsonNode json = Json.mapper().readTree(body);
			return (json != null) ? json : Json.object();
		}
		catch (JacksonException ex) {
			return Json.mapper().nullNode();
		}
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
	}

	private static @Nullable String field(JsonNode fields, String name, @Nullable String secret) {
		String value = Json.text(fields, name);
		return (value != null) ? redact(value, secret) : null;
	}

	private static String redact(String text, @Nullable String secret) {
		return (secret != null) ? text.replace(secret, "***") : text;
	}

	private static String abbreviate(String message, int max) {
		return (message.length() > max) ? message.substring(0, max) + "…" : message;
	}

}
