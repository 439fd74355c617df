package io.github.openairun.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBuffer}.
 */
class BodyBufferTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000, 1024, 70_000, 1_000_000 })
	void holdsWhatWasWritten(int length) throws IOException {
		ObjectNode json = Json.object().put("text", "ä".repeat(length));
		byte[] expected = json.toString().getBytes(StandardCharsets.UTF_8);
		BodyBuffer body = BodyBuffer.of(json);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		body.writeTo(out);
		assertThat(out.toByteArray()).isEqualTo(expected);
		assertThat(body.length()).isEqualTo(expected.length);
		assertThat(body.publisher().contentLength()).isEqualTo(expected.length);
	}

	@Test
	void anotherBufferSharesThePieces() throws IOException {
		BodyBuffer body = BodyBuffer.of(Json.object().put("text", "x".repeat(200_000)));
		BodyBuffer request = new BodyBuffer();
		body.writeTo(request);
		assertThat(request.length()).isEqualTo(body.length());
		List<ByteBuffer> sent = published(request);
		List<ByteBuffer> again = published(body);
		assertThat(sent).hasSizeGreaterThan(3);
		assertThat(sent).isEqualTo(again);
		assertThat(sent.stream().mapToLong(ByteBuffer::remaining).sum()).isEqualTo(body.length());
	}

	@Test
	void singleBytesAndArraysCanBeMixed() throws IOException {
		BodyBuffer body = new BodyBuffer();
		for (int i = 0; i < 5000; i++) {
			body.write('a');
			body.write(new byte[] { 'x', 'b', 'c', 'x' }, 1, 2);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		body.writeTo(out);
		assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("abc".repeat(5000));
	}

	@Test
	void emptyBodyIsNone() {
		assertThat(new BodyBuffer().publisher().contentLength()).isZero();
	}

	private static List<ByteBuffer> published(BodyBuffer body) {
		List<ByteBuffer> sent = new ArrayList<>();
		body.publisher().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(Long.MAX_VALUE);
			}

			@Override
			public void onNext(ByteBuffer buffer) {
				sent.add(buffer);
			}

			@Override
			public void onError(Throwable failure) {
				throw new IllegalStateException(failure);
			}

			@Override
			public void onComplete() {
			}

		});
		return sent;
	}

}
