package io.github.openairun.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication(proxyBeanMethods = false)
class SliceApplication {

}
