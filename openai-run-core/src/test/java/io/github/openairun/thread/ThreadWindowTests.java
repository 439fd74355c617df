package io.github.openairun.thread;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items are abbreviated: {@code s} is a message of the system, {@code u} one of the user,
 * {@code m} one of the assistant, {@code c1} is call 1 and {@code o1} its output.
 */
class ThreadWindowTests {

	@ParameterizedTest
	@CsvSource({ "u m u m u,3,u m u", "u m u,9,u m u", "s u m u m u,3,s m u", "s u m u,1,s u",
			// a call never without its output, and the reverse
			"u c1 o1 m u,3,m u", "u c1 o1 m u,4,c1 o1 m u", "u c1 c2 o1 o2 m u,4,m u",
			// ids of calls are unique only within one response
			"u c0 o0 c0 o0 m u,4,c0 o0 m u", "u c0 o0 c0 o0 m u,3,m u",
			// everything behind the newest question
			"u m u c1 o1 c2 o2,2,u c1 o1 c2 o2" })
	void choosesTheNewestItems(String items, int max, String chosen) {
		assertThat(names(ThreadWindow.newest(max, null).select(items(items)))).isEqualTo(chosen);
	}

	@Test
	void estimatesTokens() {
		// Each item has 40 characters, which count as 11 tokens.
		assertThat(names(ThreadWindow.newest(null, 33).select(items("u m u m u")))).isEqualTo("u m u");
		assertThat(names(ThreadWindow.newest(10, 22).select(items("u m u m u")))).isEqualTo("m u");
	}

	@Test
	void choosesEverythingByDefault() {
		List<StoredItem> items = items("u m u");
		assertThat(ThreadWindow.newest(null, null).select(items)).isSameAs(items);
	}

	private static String names(List<StoredItem> items) {
		return items.stream().map(StoredItem::id).collect(Collectors.joining(" "));
	}

	private static List<StoredItem> items(String names) {
		return Arrays.stream(names.split(" ")).map(ThreadWindowTests::item).toList();
	}

	private static StoredItem item(String name) {
		String type = switch (name.charAt(0)) {
			case 'c' -> "function_call";
			case 'o' -> "function_call_output";
			default -> "message";
		};
		@Nullable String role = switch (name.charAt(0)) {
			case 's' -> "system";
			case 'u' -> "user";
			case 'm' -> "assistant";
			default -> null;
		};
		String callId = (role == null) ? name.substring(1) : null;
		return new StoredItem(name, type, role, callId, "{}", "x".repeat(40), null, false, Instant.EPOCH);
	}

}
