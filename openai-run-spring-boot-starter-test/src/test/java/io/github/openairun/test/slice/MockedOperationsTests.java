package io.github.openairun.test.slice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.github.openairun.AssistantOperations;
import io.github.openairun.RunOperations;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.AutoConfigureOpenAiSimulator;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Whole applications whose operations are mocks, as in tests of what uses them.
 */
@SpringBootTest
@AutoConfigureOpenAiSimulator
class MockedOperationsTests {

	@MockitoBean
	RunOperations runs;

	@MockitoBean
	ThreadOperations threads;

	@MockitoBean
	ToolApprovals approvals;

	@MockitoBean
	AssistantOperations assistants;

	@Test
	void theApplicationStarts(@Autowired RunOperations injected, @Autowired RunSseEmitters emitters) {
		given(this.runs.withConnection("other")).willReturn(this.runs);
		assertThat(injected.withConnection("other")).isSameAs(this.runs);
		assertThat(emitters).isNotNull();
	}

}
