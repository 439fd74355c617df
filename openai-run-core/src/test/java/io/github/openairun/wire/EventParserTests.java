package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link EventParser}.
 */
class EventParserTests {

	@ParameterizedTest
	@MethodSource("streams")
	void readsEventsWhereverTheirBytesAreCut(String stream, List<String> events) {
		byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
		assertThat(parse(bytes)).isEqualTo(events);
		for (int cut = 1; cut < bytes.length; cut++) {
			assertThat(parse(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
				.as("cut at %s", cut)
				.isEqualTo(events);
		}
		byte[][] single = new byte[bytes.length][];
		for (int i = 0; i < bytes.length; i++) {
			single[i] = new byte[] { bytes[i] };
		}
		assertThat(parse(single)).isEqualTo(events);
	}

	static Stream<Arguments> streams() {
		return Stream.of(arguments("event: a\ndata: {}\n\ndata: [DONE]\n\n", List.of("a={}", "=[DONE]")),
				arguments("event:a\ndata:{}\n\n", List.of("a={}")), arguments("event: a\rdata: 1\r\r", List.of("a=1")),
				arguments("event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n", List.of("a=1", "=2")),
				arguments("data: 1\r\n\ndata: 2\n\r\n", List.of("=1", "=2")),
				arguments("\ufeffdata: 1\n\n", List.of("=1")), arguments("\ufeff\ndata: 1\n\n", List.of("=1")),
				arguments(": heartbeat\n\n:\n\ndata: 1\n\n", List.of("=1")),
				arguments("data: a\ndata: b\ndata:\n\n", List.of("=a\nb\n")),
				arguments("data\n\nid: 7\nretry: 10\nother: x\ndata:  two\n\n", List.of("=", "= two")),
				arguments("data: Größe 😀\n\n", List.of("=Größe 😀")),
				arguments("event: done\n\n\n\n", List.of("done=")),
				arguments("event: a\n\nevent: b\ndata: 1\n\n", List.of("a=", "b=1")),
				arguments("databasis: 1\nda: 2\ndata: 3\n\n", List.of("=3")),
				arguments("data: 1\n\ndata: 2\n", List.of("=1", "=2")),
				arguments("data: 1\n\ndata: {\"cut", List.of("=1")), arguments("", List.of()));
	}

	@Test
	void refusesAnEventOfOneLongLine() {
		EventParser parser = new EventParser(100);
		parser.feed(("data: " + "x".repeat(80)).getBytes(StandardCharsets.UTF_8));
		assertThat(parser.next()).isNull();
		parser.feed("x".repeat(30).getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(EventParser.EventTooLargeException.class).isThrownBy(parser::next)
			.withMessageContaining("100 bytes");
	}

	@Test
	void refusesAnEventOfManyLines() {
		EventParser parser = new EventParser(100);
		parser.feed("data: 0123456789\n".repeat(20).getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(EventParser.EventTooLargeException.class).isThrownBy(parser::next);
	}

	@Test
	void takesManyEventsThatAreLargeTogether() {
		EventParser parser = new EventParser(100);
		parser.feed("data: 0123456789\n\n".repeat(200).getBytes(StandardCharsets.UTF_8));
		int events = 0;
		while (parser.next() != null) {
			events++;
		}
		assertThat(events).isEqualTo(200);
	}

	private static List<String> parse(byte[]... chunks) {
		EventParser parser = new EventParser(1000);
		List<String> events = new ArrayList<>();
		for (byte[] chunk : chunks) {
			parser.feed(chunk);
			for (EventParser.RawEvent event = parser.next(); event != null; event = parser.next()) {
				events.add(told(event));
			}
		}
		EventParser.RawEvent last = parser.end();
		if (last != null) {
			events.add(told(last));
		}
		return events;
	}

	private static String told(EventParser.RawEvent event) {
		return event.name() + "=" + new String(event.data(), StandardCharsets.UTF_8);
	}

}
