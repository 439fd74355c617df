package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

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
 * Reads error answers: OpenAI's {@code {"error":{…}}}, flat ones of self-hosted servers,
 * those of their web frameworks, and those that are no JSON.
 */
class ErrorReader {

	private static final int MAX_MESSAGE = 2000;

	private final Clock clock;

	ErrorReader(Clock clock) {
		this.clock = clock;
	}

	ApiError read(int status, String endpoint, HttpHeaders headers, byte[] body, @Nullable String secret) {
		JsonNode json = parse(body);
		JsonNode error = Json.child(json, "error");
		JsonNode fields = (error != null) ? error : json;
		String message = Json.text(fields, "message");
		if (message == null) {
			message = Json.text(json, "error", Json.text(json, "detail", json.isObject() ? "" : text(body)));
		}
		return new ApiError(status, endpoint, abbreviate(redact(message, secret)), Json.text(fields, "type"),
				Json.text(fields, "code"), Json.text(fields, "param"), headers.getFirst("x-request-id"),
				retryAfter(headers));
	}

	/**
	 * Tell a path that the server does not know from an object that it does not have.
	 */
	boolean isUnknownPath(byte[] body) {
		JsonNode json = parse(body);
		JsonNode error = Json.child(json, "error");
		String message = Json.text((error != null) ? error : json, "message");
		return message == null || message.startsWith("Invalid URL") || message.startsWith("Unknown request URL")
				|| message.equalsIgnoreCase("Not Found") || message.equalsIgnoreCase("Resource not found")
				|| message.startsWith("No static resource");
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
		return new String(body, StandardCharsets.UTF_8).strip();
	}

	private static String redact(String message, @Nullable String secret) {
		return (secret != null && !secret.isBlank()) ? message.replace(secret, "***") : message;
	}

	private static String abbreviate(String message) {
		return (message.length() > MAX_MESSAGE) ? message.substring(0, MAX_MESSAGE) + "…" : message;
	}

}
