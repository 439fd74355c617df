package io.github.openairun.wire.stateless;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.ApiError;
import io.github.openairun.BadRequestException;
import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.thread.InMemoryThreadStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the requests that {@link ResponseGenerator} changes after a refusal.
 */
class ResponseGeneratorTests {

	private final TaskScheduler scheduler = ManualTaskScheduler.jumping();

	private final InMemoryThreadStore store = new InMemoryThreadStore(InMemoryThreadStore.Bounds.defaults(),
			this.scheduler.getClock());

	private final StatelessGateway.Options options = StatelessGateway.Options.of(this.store, this.scheduler.getClock());

	private final ResponseGenerator generator = new ResponseGenerator(this.options, new RunKeeper(this.options));

	@ParameterizedTest
	@CsvSource({ "stream,not supported", "include,not supported", "input,unknown part output_text",
			"input,Encrypted content could not be decrypted" })
	void turnsThatAreRefusedAtTheSameTimeAreAllSentAgainOnce(String param, String message) {
		BadRequestException refusal = new BadRequestException(
				new ApiError(400, "POST /responses", message, null, null, param, null, null));
		Set<String> first = new HashSet<>();
		Set<String> second = new HashSet<>();
		assertThat(this.generator.mends(refusal, first)).isTrue();
		assertThat(this.generator.mends(refusal, second)).isTrue();
		assertThat(this.generator.mends(refusal, first)).isFalse();
	}

}
