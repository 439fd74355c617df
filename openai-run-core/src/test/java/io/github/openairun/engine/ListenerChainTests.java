package io.github.openairun.engine;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunStep;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerChainTests {

	private static final RunListener METRICS = new RunListener() {
		@Override
		public void statusChanged(Run run) {
		}
	};

	private static final RunListener STEPS = new RunListener() {
		@Override
		public void stepCompleted(Run run, RunStep step) {
		}
	};

	@Test
	void aListenerThatOverridesNeitherTextNorStepsNeedsNoStream() {
		assertThat(ListenerChain.needsStream(List.of(METRICS, RunListener.NONE))).isFalse();
		assertThat(ListenerChain.needsStream(List.of(proxy(METRICS)))).isFalse();
	}

	@Test
	void aListenerThatOverridesStepsNeedsAStreamAndNoText() {
		assertThat(ListenerChain.needsStream(List.of(METRICS, STEPS))).isTrue();
		assertThat(ListenerChain.receivesText(List.of(METRICS, STEPS))).isFalse();
	}

	@Test
	void aListenerThatInheritsTheTextCallbackReceivesText() {
		assertThat(ListenerChain.receivesText(List.of(new Page()))).isTrue();
		assertThat(ListenerChain.receivesText(List.of(proxy(new Page())))).isTrue();
	}

	private static RunListener proxy(RunListener target) {
		return (RunListener) new ProxyFactory(target).getProxy();
	}

	abstract static class Text implements RunListener {

		@Override
		public void textDelta(Run run, String messageId, String text) {
		}

	}

	static final class Page extends Text {

	}

}
