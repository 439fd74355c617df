package io.github.openairun.samples.webchat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import io.github.openairun.samples.webchat.ChatClient.Event;

import static org.assertj.core.api.Assertions.assertThat;

@ActiveProfiles("offline")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OfflineTests {

	@LocalServerPort
	private int port;

	@Test
	void answersWithoutAKeyAndWithoutANetwork() throws Exception {
		List<Event> events = new ChatClient(this.port).ask("Where is order 17, and when does it arrive?");
		assertThat(events).extracting(Event::name)
			.containsSubsequence("tool-started", "tool-finished", "text", "text", "message", "ended");
		assertThat(events).filteredOn((event) -> event.name().equals("message"))
			.extracting((event) -> event.field("text"))
			.singleElement()
			.asString()
			.contains("2026-11-24");
	}

}
