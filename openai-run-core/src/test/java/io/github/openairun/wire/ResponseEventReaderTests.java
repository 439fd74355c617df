package io.github.openairun.wire;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.RunStep;
import io.github.openairun.wire.items.ResponseEventReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseEventReader}.
 */
class ResponseEventReaderTests {

	private final List<RunStep> steps = new ArrayList<>();

	@Test
	void tellsStepAsSoonAsTheNextOneBegins() {
		ResponseEventReader reader = reader();
		push(reader, "{'type':'web_search_call','id':'ws_1'}");
		push(reader, "{'type':'web_search_call','id':'ws_2'}");
		assertThat(this.steps).isEmpty();
		push(reader, call(1));
		assertThat(this.steps).singleElement()
			.satisfies((step) -> assertThat(step.toolCalls()).extracting(RunStep.Call::id)
				.containsExactly("ws_1", "ws_2"));
		push(reader, message(1));
		push(reader, call(2));
		push(reader, "{'type':'reasoning','id':'rs_1'}");
		assertThat(this.steps).hasSize(1);
		push(reader, message(2));
		assertThat(this.steps).extracting(RunStep::id).containsExactly("step_resp_1_0", "step_resp_1_2");
	}

	@Test
	void buildsEachStepOnce() {
		long few = allocatedBytes(500);
		assertThat(this.steps).hasSize(499);
		long many = allocatedBytes(4000);
		assertThat(this.steps).hasSize(499 + 3999);
		assertThat(many).as("Bytes for eight times as many items, per %s bytes", few).isLessThan(16 * few);
	}

	private long allocatedBytes(int items) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		ResponseEventReader reader = reader();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < items; i++) {
			push(reader, message(i));
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private static String message(int number) {
		return "{'type':'message','id':'msg_" + number + "','role':'assistant',"
				+ "'content':[{'type':'output_text','text':'Hello'}]}";
	}

	private static String call(int number) {
		return "{'type':'function_call','call_id':'call_" + number + "','name':'look','arguments':'{}'}";
	}

	private void push(ResponseEventReader reader, String item) {
		String json = "{'type':'response.output_item.done','item':" + item + "}";
		byte[] data = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		reader.read(new ServerEvent("", data, "POST /responses", null), new Steps());
	}

	private static ResponseEventReader reader() {
		return new ResponseEventReader(null) {

			@Override
			public WireRequest open() {
				throw new UnsupportedOperationException();
			}

			@Override
			protected Run begun() {
				return Run.builder("resp_1", "conv_1").status(RunStatus.IN_PROGRESS).build();
			}

			@Override
			protected Run accept(WireResponse response) {
				return begun();
			}

			@Override
			protected Run read(Run run, WireResponse response) {
				return run;
			}

			@Override
			protected Run end(Run run, WireResponse response) {
				return run;
			}

		};
	}

	/**
	 * Keeps the steps.
	 */
	private final class Steps implements StreamSink {

		@Override
		public void emit(RunEvent event) {
			if (event instanceof RunEvent.StepCompleted completed) {
				ResponseEventReaderTests.this.steps.add(completed.step());
			}
		}

		@Override
		public void blocking(Runnable work) {
			work.run();
		}

		@Override
		public void complete() {
		}

		@Override
		public void abandon() {
		}

		@Override
		public void fail(JsonNode error) {
		}

	}

}
