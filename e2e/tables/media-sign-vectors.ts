/** CloudFront policies with encoding and signature, from its documentation and its SDK's tests. */

/** A policy as text and encoded. Has a signature and a key if the vendor published both. */
export interface CloudfrontVector {
  what: string;
  policy: string;
  encoded: string;
  signature?: string;
  privateKey?: string;
}

/** The published test key of github.com/boto/boto, tests/unit/cloudfront/test_signed_urls.py. */
const privateKey = pem(
  "MIICXQIBAAKBgQDA7ki9gI/lRygIoOjV1yymgx6FYFlzJ+z1ATMaLo57nL57AavWhb68HYY8EA0GJU9xQdMVaHBogF3eiCWYXSUZCWM/+M5+ZcdQraRRScucmn6g4EvY2K4W2pxbqH8vmUikPxir41EeBPLjMOzKvbzzQy9e/zzIQVREKSp/7y1mywIDAQABAoGABc7mp7XYHynuPZxChjWNJZIq+A73gm0ASDv6At7F8Vi9r0xUlQe/v0AQS3ycN8QlyR4XMbzMLYk3yjxFDXo4ZKQtOGzLGteCU2srANiLv26/imXA8FVidZftTAtLviWQZBVPTeYIA69ATUYPEq0a5u5wjGyUOij9OWyuy01mbPkCQQDluYoNpPOekQ0ZWrPgJ5rxc8f6zG37ZVoDBiexqtVShIF5W3xYuWhW5kYb0hliYfkq15cS7t9m95h31QJf/xI/AkEA1v9l/WN1a1N3rOK4VGoCokx7kR2SyTMSbZgF9IWJNOugR/WZw7HTnjipO3c9dy1Ms9pUKwUF46d7049ck8HwdQJARgrSKuLWXMyBH+/l1Dx/I4tXuAJIrlPyo+VmiOc7b5NzHptkSHEPfR9s1OK0VqjknclqCJ3Ig86OMEtEFBzjZQJBAKYz470hcPkaGk7tKYAgP48FvxRsnzeooptURW5E+M+PQ2W9iDPPOX9739+Xi02hGEWFB0IGbQoTRFdE4VVcPK0CQQCeS84lODlC0Y2BZv2JxW3Osv/WkUQ4dslfAQl1T3037uwwr7XTroMv8dIFQIPreoPhRKmd/SbJzbiKfS/4QDhU",
);

function pem(body: string): string {
  const kind = "RSA PRIVATE KEY";
  return `-----BEGIN ${kind}-----\n${body.replace(/.{64}/g, "$&\n")}\n-----END ${kind}-----\n`;
}

/** Policies 1 and 2 are the Developer Guide's of that time, with its odd spaces. */
export const cloudfrontVectors: readonly CloudfrontVector[] = [
  {
    what: "custom policy 1 of the SDK's tests, a folder",
    privateKey,
    policy:
      '{ \n   "Statement": [{ \n      "Resource":"http://d604721fxaaqy9.cloudfront.net/training/*", \n      "Condition":{ \n         "IpAddress":{"AWS:SourceIp":"145.168.143.0/24"}, \n         "DateLessThan":{"AWS:EpochTime":1258237200}      \n      } \n   }] \n}\n',
    encoded:
      "eyAKICAgIlN0YXRlbWVudCI6IFt7IAogICAgICAiUmVzb3VyY2UiOiJodHRwOi8vZDYwNDcyMWZ4YWFxeTkuY2xvdWRmcm9udC5uZXQvdHJhaW5pbmcvKiIsIAogICAgICAiQ29uZGl0aW9uIjp7IAogICAgICAgICAiSXBBZGRyZXNzIjp7IkFXUzpTb3VyY2VJcCI6IjE0NS4xNjguMTQzLjAvMjQifSwgCiAgICAgICAgICJEYXRlTGVzc1RoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTI1ODIzNzIwMH0gICAgICAKICAgICAgfSAKICAgfV0gCn0K",
    signature:
      "cPFtRKvUfYNYmxek6ZNs6vgKEZP6G3Cb4cyVt~FjqbHOnMdxdT7eT6pYmhHYzuDsFH4Jpsctke2Ux6PCXcKxUcTIm8SO4b29~1QvhMl-CIojki3Hd3~Unxjw7Cpo1qRjtvrimW0DPZBZYHFZtiZXsaPt87yBP9GWnTQoaVysMxQ_",
  },
  {
    what: "custom policy 2 of the SDK's tests, all files",
    privateKey,
    policy:
      '{ \n   "Statement": [{ \n      "Resource":"http://*", \n      "Condition":{ \n         "IpAddress":{"AWS:SourceIp":"216.98.35.1/32"},\n         "DateGreaterThan":{"AWS:EpochTime":1241073790},\n         "DateLessThan":{"AWS:EpochTime":1255674716}\n      } \n   }] \n}\n',
    encoded:
      "eyAKICAgIlN0YXRlbWVudCI6IFt7IAogICAgICAiUmVzb3VyY2UiOiJodHRwOi8vKiIsIAogICAgICAiQ29uZGl0aW9uIjp7IAogICAgICAgICAiSXBBZGRyZXNzIjp7IkFXUzpTb3VyY2VJcCI6IjIxNi45OC4zNS4xLzMyIn0sCiAgICAgICAgICJEYXRlR3JlYXRlclRoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTI0MTA3Mzc5MH0sCiAgICAgICAgICJEYXRlTGVzc1RoYW4iOnsiQVdTOkVwb2NoVGltZSI6MTI1NTY3NDcxNn0KICAgICAgfSAKICAgfV0gCn0K",
    signature:
      "rc~5Qbbm8EJXjUTQ6Cn0LAxR72g1DOPrTmdtfbWVVgQNw0q~KHUAmBa2Zv1Wjj8dDET4XSL~Myh44CLQdu4dOH~N9huH7QfPSR~O4tIOS1WWcP~2JmtVPoQyLlEc8YHRCuN3nVNZJ0m4EZcXXNAS-0x6Zco2SYx~hywTRxWR~5Q_",
  },
  {
    // docs.aws.amazon.com, private-content-setting-signed-cookie-custom-policy.html.
    // The signature on that page is made up.
    what: "the cookie of the Developer Guide, CloudFront-Policy",
    policy:
      '{"Statement":[{"Resource":"http://d111111abcdef8.cloudfront.net/game_download.zip","Condition":{"IpAddress":{"AWS:SourceIp":"192.0.2.0/24"},"DateLessThan":{"AWS:EpochTime":1426500000}}}]}',
    encoded:
      "eyJTdGF0ZW1lbnQiOlt7IlJlc291cmNlIjoiaHR0cDovL2QxMTExMTFhYmNkZWY4LmNsb3VkZnJvbnQubmV0L2dhbWVfZG93bmxvYWQuemlwIiwiQ29uZGl0aW9uIjp7IklwQWRkcmVzcyI6eyJBV1M6U291cmNlSXAiOiIxOTIuMC4yLjAvMjQifSwiRGF0ZUxlc3NUaGFuIjp7IkFXUzpFcG9jaFRpbWUiOjE0MjY1MDAwMDB9fX1dfQ__",
  },
];
