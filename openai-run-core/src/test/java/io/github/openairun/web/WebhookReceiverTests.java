package io.github.openairun.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

import io.github.openairun.WebhookEvent;

import static io.github.openairun.web.Signatures.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WebhookReceiverTests {

	private static final long NOW = 1_750_287_018;

	private static final String COMPLETED = """
			{"id":"evt_1","object":"event","type":"response.completed","created_at":1750287000,"data":{"id":"resp_1"}}""";

	private final Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

	private final List<WebhookEvent> events = new ArrayList<>();

	private final List<WebhookOutcome> outcomes = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(WebhookReceiver.class);

	private boolean broken;

	private final WebhookReceiver receiver = new WebhookReceiver(new WebhookVerifier(List.of(SECRET), this.clock),
			WebhookIdStore.inMemory(2), new WebhookReceiver.Handlers(this::process, this.outcomes::add), 200);

	private void process(WebhookEvent event) {
		if (this.broken) {
			throw new IllegalStateException("shut down");
		}
		this.events.add(event);
	}

	@BeforeEach
	void readTheLog() {
		this.log.start();
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void leaveTheLog() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void anEventIsPassedOn() {
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.events).containsExactly(
				new WebhookEvent("wh_1", "response.completed", "resp_1", Instant.ofEpochSecond(1_750_287_000)));
		assertThat(this.events.get(0).responseId()).isEqualTo("resp_1");
		assertThat(this.outcomes).containsExactly(WebhookOutcome.ACCEPTED);
	}

	@Test
	void aRepeatedDeliveryIsAcceptedAndPassedOnOnce() {
		receive("wh_1", COMPLETED);
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.DUPLICATE);
		assertThat(this.events).hasSize(1);
		assertThat(this.outcomes).containsExactly(WebhookOutcome.ACCEPTED, WebhookOutcome.DUPLICATE);
	}

	@Test
	void onlyTheNewestIdsAreRemembered() {
		receive("wh_1", COMPLETED);
		receive("wh_2", COMPLETED);
		receive("wh_3", COMPLETED);
		assertThat(receive("wh_3", COMPLETED)).isEqualTo(WebhookOutcome.DUPLICATE);
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.ACCEPTED);
	}

	@Test
	void aReplayAfterTheToleranceIsRefused() {
		long old = NOW - 301;
		HttpHeaders headers = Signatures.headers("wh_1", old, Signatures.sign(SECRET, "wh_1", old, COMPLETED));
		assertThat(this.receiver.receive(headers, bytes(COMPLETED))).isEqualTo(WebhookOutcome.INVALID_SIGNATURE);
		assertThat(this.events).isEmpty();
	}

	@Test
	void aRefusedWebhookIsNotRemembered() {
		assertThat(this.receiver.receive(Signatures.headers("wh_1", NOW, "v1,AAAA"), bytes(COMPLETED)))
			.isEqualTo(WebhookOutcome.INVALID_SIGNATURE);
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.ACCEPTED);
	}

	@Test
	void whatCannotBeProcessedIsTakenWhenItIsDeliveredAgain() {
		this.broken = true;
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.UNAVAILABLE);
		this.broken = false;
		assertThat(receive("wh_1", COMPLETED)).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.events).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "batch.completed, batch_1", "a.type.of.the.future, thing_1", "response.paused, resp_1" })
	void typesThatAreNotKnownArePassedOn(String type, String object) {
		assertThat(receive("wh_1", "{\"type\":\"" + type + "\",\"data\":{\"id\":\"" + object + "\"}}"))
			.isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.events).containsExactly(new WebhookEvent("wh_1", type, object, Instant.ofEpochSecond(NOW)));
		assertThat(this.events.get(0).responseId()).isEqualTo(type.startsWith("response.") ? object : null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"ping\"}", "{\"type\":\"response.completed\",\"data\":{}}",
			"{\"type\":\"response.completed\",\"data\":17,\"created_at\":\"soon\"}",
			"{\"type\":\"response.completed\",\"data\":{\"id\":null},\"created_at\":9223372036854775807}",
			"{\"type\":\"response.completed\",\"created_at\":-1}" })
	void anEventMayNameNoObject(String body) {
		assertThat(receive("wh_1", body)).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.objectId()).isNull();
			assertThat(event.responseId()).isNull();
			assertThat(event.createdAt()).isEqualTo(Instant.ofEpochSecond(NOW));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not JSON", "[]", "17", "null", "{}", "{\"type\":17}", "{\"type\":\" \"}",
			"{\"type\":\"response.completed\"", "{\"type\":{\"type\":\"x\"}}" })
	void whatIsNoEventIsRefused(String body) {
		assertThat(receive("wh_1", body)).isEqualTo(WebhookOutcome.UNREADABLE);
		assertThat(this.events).isEmpty();
	}

	@Test
	void aBodyWithinTheBoundIsRead() {
		String body = COMPLETED + " ".repeat(200 - COMPLETED.length());
		assertThat(receive("wh_1", body)).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(receive("wh_2", body + " ")).isEqualTo(WebhookOutcome.TOO_LARGE);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void noMoreIsReadThanTheBound() throws IOException {
		HttpHeaders headers = new HttpHeaders();
		CountingStream endless = new CountingStream();
		assertThat(this.receiver.receive(headers, endless)).isEqualTo(WebhookOutcome.TOO_LARGE);
		assertThat(endless.read).isBetween(200, 400);
		headers.setContentLength(201);
		CountingStream unread = new CountingStream();
		assertThat(this.receiver.receive(headers, unread)).isEqualTo(WebhookOutcome.TOO_LARGE);
		assertThat(unread.read).isZero();
		assertThat(this.outcomes).containsExactly(WebhookOutcome.TOO_LARGE, WebhookOutcome.TOO_LARGE);
	}

	@Test
	void aStreamIsReadAsItIs() throws IOException {
		HttpHeaders headers = Signatures.headers("wh_1", NOW, Signatures.sign(SECRET, "wh_1", NOW, COMPLETED));
		headers.setContentLength(COMPLETED.length());
		assertThat(this.receiver.receive(headers, new ByteArrayInputStream(bytes(COMPLETED))))
			.isEqualTo(WebhookOutcome.ACCEPTED);
	}

	@Test
	void theFirstRefusalIsAWarningWithTheRemedyAndNothingFromOutside() {
		for (int i = 0; i < 3; i++) {
			this.receiver.receive(Signatures.headers("wh_<script>", NOW, "v1,<script>"), bytes("<script>"));
		}
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.WARN, Level.DEBUG, Level.DEBUG);
		assertThat(this.log.list.get(0).getFormattedMessage()).contains("matches none of the secrets",
				"openai.webhook.secret");
		assertThat(this.log.list).noneMatch((event) -> event.getFormattedMessage().contains("script"));
	}

	@ParameterizedTest
	@EnumSource
	void onlyWhatMustNotBeRepeatedIsSuccessful(WebhookOutcome outcome) {
		assertThat(outcome.status().is2xxSuccessful())
			.isEqualTo(outcome == WebhookOutcome.ACCEPTED || outcome == WebhookOutcome.DUPLICATE);
		assertThat(outcome.text()).matches("[a-z_]+");
	}

	@Test
	void boundsMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookIdStore.inMemory(0))
			.withMessageContaining("'maxIds'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WebhookReceiver(new WebhookVerifier(List.of(SECRET), this.clock),
					WebhookIdStore.inMemory(1), new WebhookReceiver.Handlers(this::process, this.outcomes::add), 0))
			.withMessageContaining("'maxBodySize'");
	}

	private WebhookOutcome receive(String id, String body) {
		return this.receiver.receive(Signatures.headers(id, NOW, Signatures.sign(SECRET, id, NOW, body)), bytes(body));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** A body that never ends. */
	private static final class CountingStream extends InputStream {

		private int read;

		@Override
		public int read() {
			this.read++;
			return ' ';
		}

	}

}
