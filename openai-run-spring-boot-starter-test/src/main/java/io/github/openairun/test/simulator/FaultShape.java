package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a fault makes of an answer.
 *
 * @param status the status instead of the real one, or {@link ApiAnswer#NONE}
 * @param body the body instead of the one that belongs to the status
 * @param headers more headers
 * @param retryDate the time until the date of {@code retry-after}
 * @param delivery how the answer travels
 * @param stream what goes wrong with a stream
 */
record FaultShape(int status, @Nullable String body, Map<String, String> headers, @Nullable Duration retryDate,
		Transmission delivery, @Nullable StreamFault stream) {

	/**
	 * RFC 9110, section 5.6.7: the preferred format of a date.
	 */
	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
			Locale.ENGLISH);

	static FaultShape answer(int status) {
		return new FaultShape(status, null, Map.of(), null, Transmission.WHOLE, null);
	}

	static FaultShape travel(Transmission delivery) {
		return new FaultShape(ApiAnswer.NONE, null, Map.of(), null, delivery, null);
	}

	static FaultShape ofStream(StreamFault stream) {
		return new FaultShape(ApiAnswer.NONE, null, Map.of(), null, Transmission.WHOLE, stream);
	}

	FaultShape withBody(String body) {
		return new FaultShape(this.status, body, this.headers, this.retryDate, this.delivery, this.stream);
	}

	FaultShape withHeader(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new FaultShape(this.status, this.body, headers, this.retryDate, this.delivery, this.stream);
	}

	FaultShape withRetryDate(Duration delay) {
		return new FaultShape(this.status, this.body, this.headers, delay, this.delivery, this.stream);
	}

	ApiAnswer apply(ApiAnswer actual, Wire wire, Instant now) {
		if (this.status != ApiAnswer.NONE) {
			String text = (this.body != null) ? this.body
					: SimulatorJson.write(SimulatedApiError.server(this.status).body());
			return new ApiAnswer(this.status, headers(now), text);
		}
		StreamedBody streamed = actual.stream();
		if (streamed != null && this.stream != null) {
			return actual.withStream(new FaultyStream(streamed, this.stream, wire == Wire.ASSISTANTS));
		}
		return switch (this.delivery.kind()) {
			case RESET -> {
				if (streamed != null) {
					streamed.left();
				}
				yield ApiAnswer.none(this.delivery);
			}
			case SILENT -> ApiAnswer.none(this.delivery);
			case MALFORMED -> (streamed != null) ? actual.withStream(faulty(streamed, StreamFault.Kind.MALFORMED, wire))
					: actual.withBody(actual.body().substring(0, actual.body().length() / 2));
			case TRUNCATED ->
				(streamed != null) ? actual.withStream(faulty(streamed, StreamFault.Kind.CUT_WITHIN, wire))
						: actual.withDelivery(this.delivery);
			case WHOLE -> actual.withDelivery(this.delivery);
		};
	}

	private static StreamedBody faulty(StreamedBody stream, StreamFault.Kind kind, Wire wire) {
		return new FaultyStream(stream, StreamFault.of(kind), wire == Wire.ASSISTANTS);
	}

	private Map<String, String> headers(Instant now) {
		if (this.retryDate == null) {
			return this.headers;
		}
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put("retry-after", HTTP_DATE.format(now.plus(this.retryDate).atOffset(ZoneOffset.UTC)));
		return headers;
	}

}
