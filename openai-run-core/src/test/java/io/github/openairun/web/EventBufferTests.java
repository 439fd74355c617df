package io.github.openairun.web;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventBufferTests {

	private final EventBuffer buffer = new EventBuffer(100);

	@Test
	void beginsByForbiddingToAskAgain() {
		assertThat(this.buffer.take()).isEqualTo("retry:86400000\n\n");
		assertThat(this.buffer.take()).isEmpty();
	}

	@Test
	void piecesOfOneMessageBecomeOneEvent() {
		this.buffer.clear();
		this.buffer.addText("msg_1", "Hel");
		this.buffer.addText("msg_1", "lo\n\"you\"");
		assertThat(this.buffer.take())
			.isEqualTo("event:text\ndata:{\"message\":\"msg_1\",\"text\":\"Hello\\n\\\"you\\\"\"}\n\n");
	}

	@Test
	void keepsTheOrderOfTextAndEvents() {
		this.buffer.clear();
		this.buffer.addText("msg_1", "a");
		this.buffer.add("usage", Map.of("n", 1));
		this.buffer.addText("msg_1", "b");
		this.buffer.addText("msg_2", "c");
		assertThat(this.buffer.take()).isEqualTo("""
				event:text
				data:{"message":"msg_1","text":"a"}

				event:usage
				data:{"n":1}

				event:text
				data:{"message":"msg_1","text":"b"}

				event:text
				data:{"message":"msg_2","text":"c"}

				""");
	}

	@Test
	void refusesWhatExceedsTheBound() {
		this.buffer.clear();
		assertThat(this.buffer.addText("msg_1", "x".repeat(90))).isTrue();
		assertThat(this.buffer.addText("msg_1", "x".repeat(11))).isFalse();
		assertThat(this.buffer.add("status", Map.of("status", "queued"))).isFalse();
		assertThat(this.buffer.addText("msg_1", "x".repeat(10))).isTrue();
	}

	@Test
	void anEventOfAnyLengthFindsRoomInAnEmptyBuffer() {
		this.buffer.clear();
		assertThat(this.buffer.addText("msg_1", "x".repeat(1000))).isTrue();
	}

	@Test
	void thereIsOneLastEvent() {
		this.buffer.take();
		assertThat(this.buffer.addLast("ended", Map.of())).isTrue();
		assertThat(this.buffer.addLast("failed", Map.of())).isFalse();
		this.buffer.addText("msg_1", "late");
		this.buffer.add("status", Map.of());
		this.buffer.addHeartbeat();
		assertThat(this.buffer.take()).isEqualTo("event:ended\ndata:{}\n\n");
	}

	@Test
	void heartbeatsAreForSilenceOnly() {
		this.buffer.take();
		this.buffer.addHeartbeat();
		this.buffer.addHeartbeat();
		assertThat(this.buffer.take()).isEqualTo(":\n\n");
		this.buffer.addText("msg_1", "a");
		this.buffer.addHeartbeat();
		assertThat(this.buffer.take()).doesNotContain("\n\n:").startsWith("event:text");
	}

}
